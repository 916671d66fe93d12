package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as a test writes them: hexadecimal digits, text in single quotes, {@code *n} to repeat the token before it n times,
 * and a comment from {@code //} to the end of the line.
 */
final class Wire {
    private static final Pattern TOKEN = Pattern.compile("'([^']*)'|([0-9A-Fa-f]+)|\\*(\\d+)|\\s+|//[^\\n]*");

    private Wire() {}

    /** The bytes as written. */
    static byte[] bytes(String text) {
        ByteBuf out = Unpooled.buffer();
        byte[] last = new byte[0];
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (token.lookingAt()) {
            if (token.group(1) != null) {
                last = token.group(1).getBytes(StandardCharsets.UTF_8);
                out.writeBytes(last);
            } else if (token.group(2) != null) {
                last = ByteBufUtil.decodeHexDump(token.group(2));
                out.writeBytes(last);
            } else if (token.group(3) != null) {
                for (int more = Integer.parseInt(token.group(3)) - 1; more > 0; more--) {
                    out.writeBytes(last);
                }
            }
            at = token.end();
            token.region(at, text.length());
        }
        if (at != text.length()) {
            throw new IllegalArgumentException("not bytes: " + text.substring(at));
        }
        return ByteBufUtil.getBytes(out);
    }

    /** The bytes as written, in a buffer. */
    static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(bytes(text));
    }

    /** A packet of this first byte and body, with the Remaining Length put between them. */
    static byte[] packet(int firstByte, String body) {
        byte[] content = bytes(body);
        ByteBuf out = Unpooled.buffer().writeByte(firstByte);
        VariableByteInteger.write(out, content.length);
        return ByteBufUtil.getBytes(out.writeBytes(content));
    }

    /** A CONNECT with this body. */
    static byte[] connect(String body) {
        return packet(0x10, body);
    }
}
