package io.mqttproxy.mqtt;

import static io.mqttproxy.mqtt.MqttVersion.MQTT_3_1;
import static io.mqttproxy.mqtt.MqttVersion.MQTT_3_1_1;
import static io.mqttproxy.mqtt.MqttVersion.MQTT_5;
import static io.mqttproxy.mqtt.RefusalReason.CLIENT_ID_REJECTED;
import static io.mqttproxy.mqtt.RefusalReason.MALFORMED_PACKET;
import static io.mqttproxy.mqtt.RefusalReason.NOT_MQTT;
import static io.mqttproxy.mqtt.RefusalReason.PROTOCOL_ERROR;
import static io.mqttproxy.mqtt.RefusalReason.UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One packet for each rule that a CONNECT can break. */
class ConnectParserMalformedTest {
    private static final String V31 = "0006 'MQIsdp' 03 ";
    private static final String V311 = "0004 'MQTT' 04 ";
    private static final String V5 = "0004 'MQTT' 05 ";

    /** Flags, keep alive and client identifier of a harmless MQTT 5 CONNECT around some properties. */
    private static byte[] properties(String properties) {
        int length = Wire.bytes(properties).length;
        return Wire.connect(V5 + "02 003C %02X %s 0001 'c'".formatted(length, properties));
    }

    /** The same around some will properties. */
    private static byte[] will(String properties) {
        int length = Wire.bytes(properties).length;
        return Wire.connect(V5 + "06 003C 00 0001 'c' %02X %s 0001 't' 0000".formatted(length, properties));
    }

    private static byte[] clientId(String characters) {
        int length = Wire.bytes(characters).length;
        return Wire.connect(V311 + "02 003C %04X %s".formatted(length, characters));
    }

    static Stream<Row> rows() {
        return Stream.of(
                // fixed header
                new Row("nothing at all", MALFORMED_PACKET, null, new byte[0]),
                new Row("a type alone", MALFORMED_PACKET, null, Wire.bytes("10")),
                new Row("a PUBLISH", PROTOCOL_ERROR, null, Wire.bytes("30 00")),
                new Row("a PINGREQ", PROTOCOL_ERROR, null, Wire.bytes("C0 00")),
                new Row("an AUTH", PROTOCOL_ERROR, null, Wire.bytes("F0 00")),
                new Row("the reserved type 0", NOT_MQTT, null, Wire.bytes("00 00")),
                new Row("a TLS record", NOT_MQTT, null, Wire.bytes("16 03 01")),
                new Row("remaining length of five bytes", MALFORMED_PACKET, null, Wire.bytes("10 80 80 80 80 01")),
                new Row("remaining length not minimal", MALFORMED_PACKET, null, Wire.bytes("10 80 00")),
                new Row(
                        "remaining length too small",
                        MALFORMED_PACKET,
                        null,
                        Wire.bytes("10 0C" + V311 + "020000 0001 'c'")),
                new Row(
                        "remaining length too large",
                        MALFORMED_PACKET,
                        null,
                        Wire.bytes("10 0E" + V311 + "020000 0001 'c'")),
                new Row(
                        "fixed header flags in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.packet(0x11, V311 + "020000 0001 'c'")),
                new Row(
                        "fixed header flags in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.packet(0x18, V5 + "020000 00 0001 'c'")),
                // protocol name and version
                new Row("no protocol name", MALFORMED_PACKET, null, Wire.connect("")),
                new Row("half a length of the name", MALFORMED_PACKET, null, Wire.connect("00")),
                new Row("protocol name past the end", MALFORMED_PACKET, null, Wire.connect("0010 'MQTT' 04")),
                new Row("no protocol version", MALFORMED_PACKET, null, Wire.connect("0004 'MQTT'")),
                new Row("empty name", UNSUPPORTED_VERSION, MQTT_3_1_1, Wire.connect("0000 04 020000 0001 'c'")),
                new Row(
                        "another name",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0004 'AMQP' 04 020000 0001 'c'")),
                new Row(
                        "name in lower case",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0004 'mqtt' 04 020000 0001 'c'")),
                new Row(
                        "name with NULs in front",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0006 0000 'MQTT' 04 020000 0001 'c'")),
                new Row(
                        "another name of six letters",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0006 'MQIsdq' 03 020000 0001 'c'")),
                new Row(
                        "a longer name",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0005 'MQTTX' 05 020000 00 0001 'c'")),
                new Row("MQTT with 3", UNSUPPORTED_VERSION, MQTT_3_1_1, Wire.connect("0004 'MQTT' 03 020000 0001 'c'")),
                new Row(
                        "MQIsdp with 4",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0006 'MQIsdp' 04 020000 0001 'c'")),
                new Row(
                        "MQIsdp with 5",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0006 'MQIsdp' 05 020000 0001 'c'")),
                new Row("level 0", UNSUPPORTED_VERSION, MQTT_3_1_1, Wire.connect("0004 'MQTT' 00 020000 0001 'c'")),
                new Row("level 6", UNSUPPORTED_VERSION, MQTT_5, Wire.connect("0004 'MQTT' 06 020000 00 0001 'c'")),
                new Row("level 127", UNSUPPORTED_VERSION, MQTT_5, Wire.connect("0004 'MQTT' 7F")),
                new Row(
                        "bridge bit with 3 and MQTT",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0004 'MQTT' 83 020000 0001 'c'")),
                new Row(
                        "bridge bit with 4 and MQIsdp",
                        UNSUPPORTED_VERSION,
                        MQTT_3_1_1,
                        Wire.connect("0006 'MQIsdp' 84 020000 0001 'c'")),
                new Row(
                        "bridge bit with 5",
                        UNSUPPORTED_VERSION,
                        MQTT_5,
                        Wire.connect("0004 'MQTT' 85 020000 00 0001 'c'")),
                // flags and keep alive
                new Row("no flags", MALFORMED_PACKET, MQTT_3_1_1, Wire.connect(V311)),
                new Row(
                        "reserved flag in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "03 0000 0001 'c'")),
                new Row("reserved flag in 5", MALFORMED_PACKET, MQTT_5, Wire.connect(V5 + "03 0000 00 0001 'c'")),
                new Row(
                        "will QoS without will in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "12 0000 0001 'c'")),
                new Row(
                        "will QoS without will in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "0A 0000 00 0001 'c'")),
                new Row(
                        "will retain without will in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "22 0000 0001 'c'")),
                new Row(
                        "will retain without will in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "22 0000 00 0001 'c'")),
                new Row(
                        "will QoS 3 in 3.1",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "1E 0000 0001 'c' 0001 't' 0000")),
                new Row(
                        "will QoS 3 in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "1E 0000 0001 'c' 0001 't' 0000")),
                new Row(
                        "will QoS 3 in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "1E 0000 00 0001 'c' 00 0001 't' 0000")),
                new Row(
                        "password without user name in 3.1",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "42 0000 0001 'c' 0001 'p'")),
                new Row(
                        "password without user name in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "42 0000 0001 'c' 0001 'p'")),
                new Row("half a keep alive", MALFORMED_PACKET, MQTT_3_1_1, Wire.connect(V311 + "02 00")),
                // properties
                new Row("no property length", MALFORMED_PACKET, MQTT_5, Wire.connect(V5 + "02 0000")),
                new Row(
                        "property length past the end",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "02 0000 04 0001 'c'")),
                new Row(
                        "property length not minimal",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "02 0000 8000 0001 'c'")),
                new Row(
                        "property length of five bytes",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "02 0000 8080808001 0001 'c'")),
                new Row(
                        "property past its block",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "02 0000 02 21 0001 'c'")),
                new Row("unknown property", MALFORMED_PACKET, MQTT_5, properties("04 00")),
                new Row("property identifier above 63", MALFORMED_PACKET, MQTT_5, properties("51 00")),
                new Row("property identifier of two bytes", MALFORMED_PACKET, MQTT_5, properties("A101 00")),
                new Row("property identifier not minimal", MALFORMED_PACKET, MQTT_5, properties("9100 00000000")),
                new Row("topic alias, of a PUBLISH", MALFORMED_PACKET, MQTT_5, properties("23 0001")),
                new Row("server keep alive, of a CONNACK", MALFORMED_PACKET, MQTT_5, properties("13 0001")),
                new Row("will delay outside a will", MALFORMED_PACKET, MQTT_5, properties("18 00000001")),
                new Row("session expiry twice", PROTOCOL_ERROR, MQTT_5, properties("11 00000001 11 00000001")),
                new Row("receive maximum twice", PROTOCOL_ERROR, MQTT_5, properties("21 0001 21 0001")),
                new Row("maximum packet size twice", PROTOCOL_ERROR, MQTT_5, properties("27 00000001 27 00000001")),
                new Row("topic alias maximum twice", PROTOCOL_ERROR, MQTT_5, properties("22 0001 22 0001")),
                new Row("request response information twice", PROTOCOL_ERROR, MQTT_5, properties("19 00 19 00")),
                new Row("request problem information twice", PROTOCOL_ERROR, MQTT_5, properties("17 00 17 00")),
                new Row("authentication method twice", PROTOCOL_ERROR, MQTT_5, properties("15 0001 'a' 15 0001 'a'")),
                new Row("authentication data twice", PROTOCOL_ERROR, MQTT_5, properties("15 0001 'a' 16 0000 16 0000")),
                new Row("authentication data without method", PROTOCOL_ERROR, MQTT_5, properties("16 0001 00")),
                new Row("receive maximum 0", PROTOCOL_ERROR, MQTT_5, properties("21 0000")),
                new Row("maximum packet size 0", PROTOCOL_ERROR, MQTT_5, properties("27 00000000")),
                new Row("request problem information 2", PROTOCOL_ERROR, MQTT_5, properties("17 02")),
                new Row("request response information 2", PROTOCOL_ERROR, MQTT_5, properties("19 02")),
                new Row("session expiry cut", MALFORMED_PACKET, MQTT_5, properties("11 000000")),
                new Row("user property without value", MALFORMED_PACKET, MQTT_5, properties("26 0001 'a'")),
                new Row("user property name with NUL", MALFORMED_PACKET, MQTT_5, properties("26 0001 00 0000")),
                new Row(
                        "user property value with a surrogate",
                        MALFORMED_PACKET,
                        MQTT_5,
                        properties("26 0000 0003 EDA080")),
                new Row("authentication method not UTF-8", MALFORMED_PACKET, MQTT_5, properties("15 0001 FF")),
                new Row(
                        "authentication data past its block",
                        MALFORMED_PACKET,
                        MQTT_5,
                        properties("15 0001 'a' 16 0002 00")),
                // client identifier
                new Row("no client identifier", MALFORMED_PACKET, MQTT_3_1_1, Wire.connect(V311 + "02 0000")),
                new Row(
                        "client identifier past the end",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "02 0000 0002 'c'")),
                new Row("client identifier with NUL", MALFORMED_PACKET, MQTT_3_1_1, clientId("'dev' 00 'ice'")),
                new Row("client identifier with an overlong NUL", MALFORMED_PACKET, MQTT_3_1_1, clientId("C080")),
                new Row("client identifier with a surrogate", MALFORMED_PACKET, MQTT_3_1_1, clientId("EDA080")),
                new Row("client identifier with a lone lead byte", MALFORMED_PACKET, MQTT_3_1_1, clientId("'c' C3")),
                new Row("client identifier with a line feed", MALFORMED_PACKET, MQTT_3_1_1, clientId("'a' 0A 'b'")),
                new Row("client identifier with delete", MALFORMED_PACKET, MQTT_3_1_1, clientId("7F")),
                new Row("client identifier with a C1 control", MALFORMED_PACKET, MQTT_3_1_1, clientId("C285")),
                new Row("client identifier with U+FFFE", MALFORMED_PACKET, MQTT_3_1_1, clientId("EFBFBE")),
                new Row("client identifier with U+FDD0", MALFORMED_PACKET, MQTT_3_1_1, clientId("EFB790")),
                new Row(
                        "empty client identifier in 3.1",
                        CLIENT_ID_REJECTED,
                        MQTT_3_1,
                        Wire.connect(V31 + "02 0000 0000")),
                new Row(
                        "empty client identifier that keeps its session",
                        CLIENT_ID_REJECTED,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "00 0000 0000")),
                new Row(
                        "empty client identifier and rubbish behind",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "00 0000 0000 00")),
                // will
                new Row("no will", MALFORMED_PACKET, MQTT_3_1_1, Wire.connect(V311 + "06 0000 0001 'c'")),
                new Row(
                        "no will payload",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "06 0000 0001 'c' 0001 't'")),
                new Row(
                        "will payload past the end",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "06 0000 0001 'c' 0001 't' 0002 00")),
                new Row(
                        "empty will topic",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "06 0000 0001 'c' 0000 0000")),
                new Row(
                        "will topic with +",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "06 0000 0001 'c' 0003 'a/+' 0000")),
                new Row(
                        "will topic with #",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "06 0000 00 0001 'c' 00 0001 '#' 0000")),
                new Row(
                        "will topic with NUL",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "06 0000 0001 'c' 0001 00 0000")),
                new Row("no will properties", MALFORMED_PACKET, MQTT_5, Wire.connect(V5 + "06 0000 00 0001 'c'")),
                new Row(
                        "will properties past the end",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "06 0000 00 0001 'c' 06 0001 't' 0000")),
                new Row("payload format 2", PROTOCOL_ERROR, MQTT_5, will("01 02")),
                new Row("payload format twice", PROTOCOL_ERROR, MQTT_5, will("01 00 01 00")),
                new Row("message expiry twice", PROTOCOL_ERROR, MQTT_5, will("02 00000001 02 00000001")),
                new Row("content type twice", PROTOCOL_ERROR, MQTT_5, will("03 0000 03 0000")),
                new Row("response topic twice", PROTOCOL_ERROR, MQTT_5, will("08 0001 'r' 08 0001 'r'")),
                new Row("correlation data twice", PROTOCOL_ERROR, MQTT_5, will("09 0000 09 0000")),
                new Row("will delay twice", PROTOCOL_ERROR, MQTT_5, will("18 00000001 18 00000001")),
                new Row("session expiry in a will", MALFORMED_PACKET, MQTT_5, will("11 00000001")),
                new Row("unknown will property", MALFORMED_PACKET, MQTT_5, will("3F")),
                new Row("response topic with a wildcard", MALFORMED_PACKET, MQTT_5, will("08 0003 'a/#'")),
                new Row("empty response topic", MALFORMED_PACKET, MQTT_5, will("08 0000")),
                new Row("content type not UTF-8", MALFORMED_PACKET, MQTT_5, will("03 0001 FF")),
                // user name, password, end
                new Row("no user name in 3.1.1", MALFORMED_PACKET, MQTT_3_1_1, Wire.connect(V311 + "82 0000 0001 'c'")),
                new Row("no user name in 5", MALFORMED_PACKET, MQTT_5, Wire.connect(V5 + "82 0000 00 0001 'c'")),
                new Row(
                        "half a user name in 3.1",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "82 0000 0001 'c' 00")),
                new Row(
                        "user name past the end",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "82 0000 0001 'c' 0002 'u'")),
                new Row(
                        "user name with NUL",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "82 0000 0001 'c' 0001 00")),
                new Row(
                        "no password in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "C2 0000 0001 'c' 0001 'u'")),
                new Row(
                        "password past the end in 3.1",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "C2 0000 0001 'c' 0001 'u' 0002 'p'")),
                new Row(
                        "password past the end in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "42 0000 00 0001 'c' 0002 'p'")),
                new Row(
                        "a byte left over in 3.1",
                        MALFORMED_PACKET,
                        MQTT_3_1,
                        Wire.connect(V31 + "02 0000 0001 'c' 00")),
                new Row(
                        "a byte left over in 3.1.1",
                        MALFORMED_PACKET,
                        MQTT_3_1_1,
                        Wire.connect(V311 + "02 0000 0001 'c' 00")),
                new Row(
                        "a user name without its flag in 5",
                        MALFORMED_PACKET,
                        MQTT_5,
                        Wire.connect(V5 + "02 0000 00 0001 'c' 0001 'u'")));
    }

    @SuppressWarnings("ArrayRecordComponent") // rows are never compared
    record Row(String rule, RefusalReason reason, @Nullable MqttVersion version, byte[] packet) {
        @Override
        public String toString() {
            return rule;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refuses(Row row) {
        ByteBuf bytes = Unpooled.wrappedBuffer(row.packet());

        MalformedPacketException refusal =
                catchThrowableOfType(MalformedPacketException.class, () -> ConnectParser.parse(bytes));

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(row.reason());
        assertThat(refusal.version()).isEqualTo(row.version());
        assertThat(refusal).hasMessageContaining("(expected: ");
        assertThat(bytes.readerIndex()).isZero();
        assertThat(bytes.refCnt()).isOne();
    }
}
