package io.mqttproxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses as text without ever asking a name server. */
final class IpLiteral {
    private IpLiteral() {}

    /**
     * The bytes of an address.
     *
     * @param text dotted IPv4 with four numbers, or IPv6 without brackets and zone
     * @return 4 or 16 bytes; null when it is neither
     */
    static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    private static byte @Nullable [] v4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        IntegerReader number = new IntegerReader(0, 255);
        for (int i = 0; i < 4; i++) {
            try {
                address[i] = number.read(numbers[i]).byteValue();
            } catch (BadValue e) {
                return null;
            }
        }
        return address;
    }

    private static byte @Nullable [] v6(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 && ":.".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            // In brackets it is a literal or an error, never a name.
            byte[] address = InetAddress.getByName("[" + text + "]").getAddress();
            return address.length == 16 ? address : mapped(address);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The JDK turns {@code ::ffff:192.0.2.1} into an IPv4 address; undo it. */
    private static byte[] mapped(byte[] v4) {
        byte[] address = new byte[16];
        address[10] = (byte) 0xFF;
        address[11] = (byte) 0xFF;
        System.arraycopy(v4, 0, address, 12, 4);
        return address;
    }
}
