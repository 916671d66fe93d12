package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One packet for each rule that a CONNECT can break. */
class ConnectParserMalformedTest {
    /**
     * Rule, reason, version in which to answer, form, bytes. V31, V311 and V5 stand for protocol name and version. The
     * form says what is put around the bytes: nothing (raw), a fixed header (connect, first byte), or a whole MQTT 5
     * CONNECT with correct lengths (properties, will, client id).
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        # fixed header
        nothing at all | MALFORMED_PACKET | none | raw |
        a type alone | MALFORMED_PACKET | none | raw | 10
        a PUBLISH | PROTOCOL_ERROR | none | raw | 30 00
        a PINGREQ | PROTOCOL_ERROR | none | raw | C0 00
        an AUTH | PROTOCOL_ERROR | none | raw | F0 00
        the reserved type 0 | NOT_MQTT | none | raw | 00 00
        a TLS record | NOT_MQTT | none | raw | 16 03 01
        remaining length of five bytes | MALFORMED_PACKET | none | raw | 10 80 80 80 80 01
        remaining length not minimal | MALFORMED_PACKET | none | raw | 10 80 00
        remaining length too small | MALFORMED_PACKET | none | raw | 10 0C V311 020000 0001 'c'
        remaining length too large | MALFORMED_PACKET | none | raw | 10 0E V311 020000 0001 'c'
        fixed header flags in 3.1.1 | MALFORMED_PACKET | 3.1.1 | first byte 11 | V311 020000 0001 'c'
        fixed header flags in 5 | MALFORMED_PACKET | 5 | first byte 18 | V5 020000 00 0001 'c'
        # protocol name and version
        no protocol name | MALFORMED_PACKET | none | connect |
        half a length of the name | MALFORMED_PACKET | none | connect | 00
        protocol name past the end | MALFORMED_PACKET | none | connect | 0010 'MQTT' 04
        no protocol version | MALFORMED_PACKET | none | connect | 0004 'MQTT'
        empty name | UNSUPPORTED_VERSION | 3.1.1 | connect | 0000 04 020000 0001 'c'
        another name | UNSUPPORTED_VERSION | 3.1.1 | connect | 0004 'AMQP' 04 020000 0001 'c'
        name in lower case | UNSUPPORTED_VERSION | 3.1.1 | connect | 0004 'mqtt' 04 020000 0001 'c'
        name with NULs in front | UNSUPPORTED_VERSION | 3.1.1 | connect | 0006 0000 'MQTT' 04 020000 0001 'c'
        another name of six letters | UNSUPPORTED_VERSION | 3.1.1 | connect | 0006 'MQIsdq' 03 020000 0001 'c'
        a longer name | UNSUPPORTED_VERSION | 3.1.1 | connect | 0005 'MQTTX' 05 020000 00 0001 'c'
        MQTT with 3 | UNSUPPORTED_VERSION | 3.1.1 | connect | 0004 'MQTT' 03 020000 0001 'c'
        MQIsdp with 4 | UNSUPPORTED_VERSION | 3.1.1 | connect | 0006 'MQIsdp' 04 020000 0001 'c'
        MQIsdp with 5 | UNSUPPORTED_VERSION | 3.1.1 | connect | 0006 'MQIsdp' 05 020000 0001 'c'
        level 0 | UNSUPPORTED_VERSION | 3.1.1 | connect | 0004 'MQTT' 00 020000 0001 'c'
        level 6 | UNSUPPORTED_VERSION | 5 | connect | 0004 'MQTT' 06 020000 00 0001 'c'
        level 127 | UNSUPPORTED_VERSION | 5 | connect | 0004 'MQTT' 7F
        bridge bit with 3 and MQTT | UNSUPPORTED_VERSION | 3.1.1 | connect | 0004 'MQTT' 83 020000 0001 'c'
        bridge bit with 4 and MQIsdp | UNSUPPORTED_VERSION | 3.1.1 | connect | 0006 'MQIsdp' 84 020000 0001 'c'
        bridge bit with 5 | UNSUPPORTED_VERSION | 5 | connect | 0004 'MQTT' 85 020000 00 0001 'c'
        # flags and keep alive
        no flags | MALFORMED_PACKET | 3.1.1 | connect | V311
        reserved flag in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 03 0000 0001 'c'
        reserved flag in 5 | MALFORMED_PACKET | 5 | connect | V5 03 0000 00 0001 'c'
        will QoS without will in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 12 0000 0001 'c'
        will QoS without will in 5 | MALFORMED_PACKET | 5 | connect | V5 0A 0000 00 0001 'c'
        will retain without will in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 22 0000 0001 'c'
        will retain without will in 5 | MALFORMED_PACKET | 5 | connect | V5 22 0000 00 0001 'c'
        will QoS 3 in 3.1 | MALFORMED_PACKET | 3.1 | connect | V31 1E 0000 0001 'c' 0001 't' 0000
        will QoS 3 in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 1E 0000 0001 'c' 0001 't' 0000
        will QoS 3 in 5 | MALFORMED_PACKET | 5 | connect | V5 1E 0000 00 0001 'c' 00 0001 't' 0000
        password without user name in 3.1 | MALFORMED_PACKET | 3.1 | connect | V31 42 0000 0001 'c' 0001 'p'
        password without user name in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 42 0000 0001 'c' 0001 'p'
        half a keep alive | MALFORMED_PACKET | 3.1.1 | connect | V311 02 00
        # properties
        no property length | MALFORMED_PACKET | 5 | connect | V5 02 0000
        property length past the end | MALFORMED_PACKET | 5 | connect | V5 02 0000 04 0001 'c'
        property length not minimal | MALFORMED_PACKET | 5 | connect | V5 02 0000 8000 0001 'c'
        property length of five bytes | MALFORMED_PACKET | 5 | connect | V5 02 0000 8080808001 0001 'c'
        property past its block | MALFORMED_PACKET | 5 | connect | V5 02 0000 02 21 0001 'c'
        unknown property | MALFORMED_PACKET | 5 | properties | 04 00
        property identifier above 63 | MALFORMED_PACKET | 5 | properties | 51 00
        property identifier of two bytes | MALFORMED_PACKET | 5 | properties | A101 00
        property identifier not minimal | MALFORMED_PACKET | 5 | properties | 9100 00000000
        topic alias, of a PUBLISH | MALFORMED_PACKET | 5 | properties | 23 0001
        server keep alive, of a CONNACK | MALFORMED_PACKET | 5 | properties | 13 0001
        will delay outside a will | MALFORMED_PACKET | 5 | properties | 18 00000001
        session expiry twice | PROTOCOL_ERROR | 5 | properties | 11 00000001 11 00000001
        receive maximum twice | PROTOCOL_ERROR | 5 | properties | 21 0001 21 0001
        maximum packet size twice | PROTOCOL_ERROR | 5 | properties | 27 00000001 27 00000001
        topic alias maximum twice | PROTOCOL_ERROR | 5 | properties | 22 0001 22 0001
        request response information twice | PROTOCOL_ERROR | 5 | properties | 19 00 19 00
        request problem information twice | PROTOCOL_ERROR | 5 | properties | 17 00 17 00
        authentication method twice | PROTOCOL_ERROR | 5 | properties | 15 0001 'a' 15 0001 'a'
        authentication data twice | PROTOCOL_ERROR | 5 | properties | 15 0001 'a' 16 0000 16 0000
        authentication data without method | PROTOCOL_ERROR | 5 | properties | 16 0001 00
        receive maximum 0 | PROTOCOL_ERROR | 5 | properties | 21 0000
        maximum packet size 0 | PROTOCOL_ERROR | 5 | properties | 27 00000000
        request problem information 2 | PROTOCOL_ERROR | 5 | properties | 17 02
        request response information 2 | PROTOCOL_ERROR | 5 | properties | 19 02
        session expiry cut | MALFORMED_PACKET | 5 | properties | 11 000000
        user property without value | MALFORMED_PACKET | 5 | properties | 26 0001 'a'
        user property name with NUL | MALFORMED_PACKET | 5 | properties | 26 0001 00 0000
        user property value with a surrogate | MALFORMED_PACKET | 5 | properties | 26 0000 0003 EDA080
        authentication method not UTF-8 | MALFORMED_PACKET | 5 | properties | 15 0001 FF
        authentication data past its block | MALFORMED_PACKET | 5 | properties | 15 0001 'a' 16 0002 00
        # client identifier
        no client identifier | MALFORMED_PACKET | 3.1.1 | connect | V311 02 0000
        client identifier past the end | MALFORMED_PACKET | 3.1.1 | connect | V311 02 0000 0002 'c'
        client identifier with NUL | MALFORMED_PACKET | 3.1.1 | client id | 'dev' 00 'ice'
        client identifier with an overlong NUL | MALFORMED_PACKET | 3.1.1 | client id | C080
        client identifier with a surrogate | MALFORMED_PACKET | 3.1.1 | client id | EDA080
        client identifier with a lone lead byte | MALFORMED_PACKET | 3.1.1 | client id | 'c' C3
        client identifier with a line feed | MALFORMED_PACKET | 3.1.1 | client id | 'a' 0A 'b'
        client identifier with delete | MALFORMED_PACKET | 3.1.1 | client id | 7F
        client identifier with a C1 control | MALFORMED_PACKET | 3.1.1 | client id | C285
        client identifier with U+FFFE | MALFORMED_PACKET | 3.1.1 | client id | EFBFBE
        client identifier with U+FDD0 | MALFORMED_PACKET | 3.1.1 | client id | EFB790
        empty client identifier in 3.1 | CLIENT_ID_REJECTED | 3.1 | connect | V31 02 0000 0000
        empty client identifier that keeps its session | CLIENT_ID_REJECTED | 3.1.1 | connect | V311 00 0000 0000
        empty client identifier and rubbish behind | MALFORMED_PACKET | 3.1.1 | connect | V311 00 0000 0000 00
        # will
        no will | MALFORMED_PACKET | 3.1.1 | connect | V311 06 0000 0001 'c'
        no will payload | MALFORMED_PACKET | 3.1.1 | connect | V311 06 0000 0001 'c' 0001 't'
        will payload past the end | MALFORMED_PACKET | 3.1.1 | connect | V311 06 0000 0001 'c' 0001 't' 0002 00
        empty will topic | MALFORMED_PACKET | 3.1.1 | connect | V311 06 0000 0001 'c' 0000 0000
        will topic with + | MALFORMED_PACKET | 3.1.1 | connect | V311 06 0000 0001 'c' 0003 'a/+' 0000
        will topic with # | MALFORMED_PACKET | 5 | connect | V5 06 0000 00 0001 'c' 00 0001 '#' 0000
        will topic with NUL | MALFORMED_PACKET | 3.1 | connect | V31 06 0000 0001 'c' 0001 00 0000
        no will properties | MALFORMED_PACKET | 5 | connect | V5 06 0000 00 0001 'c'
        will properties past the end | MALFORMED_PACKET | 5 | connect | V5 06 0000 00 0001 'c' 06 0001 't' 0000
        payload format 2 | PROTOCOL_ERROR | 5 | will | 01 02
        payload format twice | PROTOCOL_ERROR | 5 | will | 01 00 01 00
        message expiry twice | PROTOCOL_ERROR | 5 | will | 02 00000001 02 00000001
        content type twice | PROTOCOL_ERROR | 5 | will | 03 0000 03 0000
        response topic twice | PROTOCOL_ERROR | 5 | will | 08 0001 'r' 08 0001 'r'
        correlation data twice | PROTOCOL_ERROR | 5 | will | 09 0000 09 0000
        will delay twice | PROTOCOL_ERROR | 5 | will | 18 00000001 18 00000001
        session expiry in a will | MALFORMED_PACKET | 5 | will | 11 00000001
        unknown will property | MALFORMED_PACKET | 5 | will | 3F
        response topic with a wildcard | MALFORMED_PACKET | 5 | will | 08 0003 'a/#'
        empty response topic | MALFORMED_PACKET | 5 | will | 08 0000
        content type not UTF-8 | MALFORMED_PACKET | 5 | will | 03 0001 FF
        # user name, password, end
        no user name in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 82 0000 0001 'c'
        no user name in 5 | MALFORMED_PACKET | 5 | connect | V5 82 0000 00 0001 'c'
        half a user name in 3.1 | MALFORMED_PACKET | 3.1 | connect | V31 82 0000 0001 'c' 00
        user name past the end | MALFORMED_PACKET | 3.1.1 | connect | V311 82 0000 0001 'c' 0002 'u'
        user name with NUL | MALFORMED_PACKET | 3.1.1 | connect | V311 82 0000 0001 'c' 0001 00
        no password in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 C2 0000 0001 'c' 0001 'u'
        password past the end in 3.1 | MALFORMED_PACKET | 3.1 | connect | V31 C2 0000 0001 'c' 0001 'u' 0002 'p'
        password past the end in 5 | MALFORMED_PACKET | 5 | connect | V5 42 0000 00 0001 'c' 0002 'p'
        a byte left over in 3.1 | MALFORMED_PACKET | 3.1 | connect | V31 02 0000 0001 'c' 00
        a byte left over in 3.1.1 | MALFORMED_PACKET | 3.1.1 | connect | V311 02 0000 0001 'c' 00
        a user name without its flag in 5 | MALFORMED_PACKET | 5 | connect | V5 02 0000 00 0001 'c' 0001 'u'
        """)
    void refuses(String rule, RefusalReason reason, String answerIn, String form, @Nullable String wire) {
        ByteBuf bytes = Unpooled.wrappedBuffer(packet(form, wire == null ? "" : wire));

        MalformedPacketException refusal =
                catchThrowableOfType(MalformedPacketException.class, () -> ConnectParser.parse(bytes));

        assertThat(refusal).as(rule).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.version()).isEqualTo(version(answerIn));
        assertThat(refusal).hasMessageContaining("(expected: ");
        assertThat(bytes.readerIndex()).isZero();
        assertThat(bytes.refCnt()).isOne();
    }

    private static byte[] packet(String form, String wire) {
        String bytes = wire.replace("V311", "0004 'MQTT' 04")
                .replace("V31", "0006 'MQIsdp' 03")
                .replace("V5", "0004 'MQTT' 05");
        int length = Wire.bytes(bytes).length;
        return switch (form) {
            case "raw" -> Wire.bytes(bytes);
            case "connect" -> Wire.connect(bytes);
            case "properties" -> Wire.connect("0004 'MQTT' 05 02 003C %02X %s 0001 'c'".formatted(length, bytes));
            case "will" ->
                Wire.connect("0004 'MQTT' 05 06 003C 00 0001 'c' %02X %s 0001 't' 0000".formatted(length, bytes));
            case "client id" -> Wire.connect("0004 'MQTT' 04 02 003C %04X %s".formatted(length, bytes));
            default -> Wire.packet(Integer.parseInt(form.substring("first byte ".length()), 16), bytes);
        };
    }

    private static @Nullable MqttVersion version(String label) {
        return Arrays.stream(MqttVersion.values())
                .filter(version -> version.label().equals(label))
                .findFirst()
                .orElse(null);
    }
}
