package io.mqttproxy.proxyprotocol;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Headers as load balancers send them, byte by byte, by a name that says what they are. */
final class InboundSamples {
    static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    static final String ADDRESSES_4 = "c0000201" // source address 192.0.2.1
            + "c6336407" // destination address 198.51.100.7
            + "dc04" // source port 56324
            + "22b3"; // destination port 8883
    static final String ADDRESSES_6 = "20010db8000000000000000000000001" // source address 2001:db8::1
            + "20010db8000000010000000000000002" // destination address 2001:db8:0:1::2
            + "dc04" // source port 56324
            + "22b3"; // destination port 8883

    private InboundSamples() {}

    /** A version 2 header around hexadecimal digits of addresses and fields. */
    static byte[] binary(String commandAndFamily, String body) {
        return HexFormat.of()
                .parseHex(
                        SIGNATURE + commandAndFamily + HexFormat.of().toHexDigits((short) (body.length() / 2)) + body);
    }

    static byte[] line(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a whole header says. */
    static InboundHeader parse(byte[] header) throws MalformedHeaderException {
        return Objects.requireNonNull(parseOrNull(header), "not whole");
    }

    static @Nullable InboundHeader parseOrNull(byte[] bytes) throws MalformedHeaderException {
        return ProxyHeaderParser.parse(Unpooled.wrappedBuffer(bytes));
    }

    static Map<String, byte[]> all() {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("v1-tcp4", line("PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n"));
        samples.put("v1-tcp6", line("PROXY TCP6 2001:db8::1 2001:db8:0:1::2 56324 8883\r\n"));
        samples.put(
                "v1-longest",
                line("PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"));
        samples.put("v1-unknown", line("PROXY UNKNOWN\r\n"));
        samples.put("v2-tcp4", binary("2111", ADDRESSES_4));
        samples.put("v2-tcp6", binary("2121", ADDRESSES_6));
        samples.put("v2-udp4", binary("2112", ADDRESSES_4));
        samples.put("v2-unspec", binary("2100", "0102"));
        samples.put("v2-unix", binary("2131", "00".repeat(216)));
        samples.put("v2-local", binary("2000", ""));
        samples.put("v2-local-with-addresses", binary("2011", ADDRESSES_4));
        samples.put("v2-aws", binary("2111", ADDRESSES_4 + "ea0017" + "01" + hex("vpce-08d2bf15fac5001c9")));
        samples.put("v2-checksum", checksummed());
        samples.put(
                "v2-tls",
                binary(
                        "2111",
                        ADDRESSES_4
                                + "010004" + hex("mqtt") // PP2_TYPE_ALPN
                                + "020009" + hex("mq.sample") // PP2_TYPE_AUTHORITY
                                + "040003" + "000000" // PP2_TYPE_NOOP
                                + "05000101" // PP2_TYPE_UNIQUE_ID
                                + ssl("07", "00000000", "210007" + hex("TLSv1.3") + "220003" + hex("dev"))
                                + "e40000")); // a custom field without a value at the very end
        return samples;
    }

    /** {@code PP2_TYPE_SSL} with flags, result and fields. */
    static String ssl(String client, String verify, String fields) {
        String value = client + verify + fields;
        return "20" + HexFormat.of().toHexDigits((short) (value.length() / 2)) + value;
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] checksummed() {
        return binary("2111", ADDRESSES_4 + "030004" + CHECKSUM); // PP2_TYPE_CRC32C
    }

    /** Computed bit by bit as in RFC 9260 appendix A, by another program. */
    static final String CHECKSUM = "65d93ef4";
}
