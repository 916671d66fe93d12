package io.mqttproxy.identity;

import java.util.List;
import java.util.Locale;

/**
 * The variables that take what a PROXY header said that came in ahead of a client. Their names are an open set: any field of a
 * header can be asked for by its type, {@code proxy.tlv.0xEA}, or as hexadecimal digits, {@code proxy.tlv.0xEA.hex}.
 */
public final class ProxyVariables {
    /** Start of all of them. */
    public static final String PREFIX = "proxy.";
    /** The common name of a certificate that the sender has verified. */
    public static final String SSL_CN = "proxy.ssl.cn";
    /** The TLS version between client and sender. */
    public static final String SSL_VERSION = "proxy.ssl.version";
    /** The cipher suite between client and sender. */
    public static final String SSL_CIPHER = "proxy.ssl.cipher";
    /** The host name that the client asked the sender for. */
    public static final String AUTHORITY = "proxy.authority";
    /** The application protocol between client and sender. */
    public static final String ALPN = "proxy.alpn";
    /** The VPC endpoint of a client behind an AWS network load balancer. */
    public static final String AWS_VPCE_ID = "proxy.aws.vpceId";

    /** Start of those that take a field by its type. */
    static final String TLV_PREFIX = "proxy.tlv.";

    private static final List<String> NAMES = List.of(SSL_CN, SSL_VERSION, SSL_CIPHER, AUTHORITY, ALPN, AWS_VPCE_ID);
    private static final String TYPE_PREFIX = TLV_PREFIX + "0x";
    private static final String HEX_SUFFIX = ".hex";
    private static final int TYPE_DIGITS = 2;

    /** Checksum, padding, and the field about TLS, which has variables of its own. */
    private static final List<Integer> NO_VALUE = List.of(0x03, 0x04, 0x20);

    private ProxyVariables() {}

    /** Those with names of their own. */
    static List<String> names() {
        return NAMES;
    }

    /** Whether there is a variable of this name. */
    public static boolean known(String name) {
        return NAMES.contains(name) || tlvType(name) >= 0;
    }

    /** The type of the field that a variable takes, 0 to 255; -1 when it is not one that takes a field by its type. */
    public static int tlvType(String name) {
        if (!name.startsWith(TYPE_PREFIX)) {
            return -1;
        }
        String digits = name.substring(TYPE_PREFIX.length(), name.length() - (asHex(name) ? HEX_SUFFIX.length() : 0));
        if (digits.length() != TYPE_DIGITS || digits.chars().anyMatch(c -> Character.digit(c, 16) < 0 || c > 'f')) {
            return -1;
        }
        int type = Integer.parseInt(digits.toLowerCase(Locale.ROOT), 16);
        return NO_VALUE.contains(type) ? -1 : type;
    }

    /** Whether a variable takes a field as hexadecimal digits and not as text. */
    public static boolean asHex(String name) {
        return name.startsWith(TYPE_PREFIX) && name.endsWith(HEX_SUFFIX);
    }
}
