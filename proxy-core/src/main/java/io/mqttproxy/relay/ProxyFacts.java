package io.mqttproxy.relay;

import io.mqttproxy.identity.CleanText;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.ProxyVariables;
import io.mqttproxy.proxyprotocol.InboundHeader;
import io.mqttproxy.proxyprotocol.InboundSsl;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@link ProxyVariables} out of the header that came in ahead of a client. The sender is trusted, which the
 * listener has seen to; what it passes on may still come from a hostile client, so a value is one clean text or it refuses.
 */
final class ProxyFacts {

    /** The most bytes of a text; those of a certificate's field are a quarter of it. */
    private static final int LONGEST = 1024;

    private static final int ALPN = 0x01;
    private static final int AUTHORITY = 0x02;
    private static final int AWS = 0xEA;
    /** The first byte of {@link #AWS}: a VPC endpoint follows. */
    private static final byte AWS_VPCE_ID = 0x01;

    private ProxyFacts() {}

    /**
     * The value of a variable.
     *
     * @param header null when none came
     * @return null when the header says nothing about it
     * @throws IdentityException when it says more than one thing, or something that is not clean text
     */
    static @Nullable String value(@Nullable InboundHeader header, String name) throws IdentityException {
        if (header == null) {
            return null;
        }
        int type = ProxyVariables.tlvType(name);
        if (type >= 0) {
            byte @Nullable [] value = only(name, header.values(type));
            return value == null || ProxyVariables.asHex(name) ? hex(value) : text(name, value);
        }
        return switch (name) {
            case ProxyVariables.AUTHORITY -> text(name, only(name, header.values(AUTHORITY)));
            case ProxyVariables.ALPN -> text(name, only(name, header.values(ALPN)));
            case ProxyVariables.AWS_VPCE_ID -> text(name, vpceId(only(name, header.values(AWS))));
            default -> header.ssl() == null ? null : ofTls(header.ssl(), name);
        };
    }

    private static @Nullable String ofTls(InboundSsl ssl, String name) throws IdentityException {
        if (!ssl.secured()) {
            return null;
        }
        return switch (name) {
            case ProxyVariables.SSL_VERSION -> text(name, only(name, ssl.versions()));
            case ProxyVariables.SSL_CIPHER -> text(name, only(name, ssl.ciphers()));
            // A name in a certificate that nobody has verified is what the client likes to be called.
            case ProxyVariables.SSL_CN -> ssl.verified() ? text(name, only(name, ssl.commonNames())) : null;
            default -> null;
        };
    }

    private static byte @Nullable [] only(String name, List<byte[]> values) throws IdentityException {
        if (values.size() > 1) {
            throw new IdentityException(name + ": " + values.size() + " of them (expected: one)");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static byte @Nullable [] vpceId(byte @Nullable [] value) {
        if (value == null || value.length < 2 || value[0] != AWS_VPCE_ID) {
            return null;
        }
        return Arrays.copyOfRange(value, 1, value.length);
    }

    private static @Nullable String hex(byte @Nullable [] value) {
        return value == null || value.length == 0 ? null : HexFormat.of().formatHex(value);
    }

    private static @Nullable String text(String name, byte @Nullable [] value) throws IdentityException {
        if (value == null || value.length == 0) {
            return null;
        }
        if (value.length > LONGEST) {
            throw new IdentityException(name + ": " + value.length + " bytes (expected: at most " + LONGEST + ")");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IdentityException(name + ": no UTF-8 (expected: text, or the variable ending in .hex)");
        }
        if (CleanText.firstUnclean(text) >= 0) {
            throw new IdentityException(name
                    + ": holds a character that is not clean text (expected: text, or the variable ending in .hex)");
        }
        return text;
    }
}
