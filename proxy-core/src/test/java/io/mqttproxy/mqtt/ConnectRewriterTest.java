package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRewriterTest {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private static final String MQTT_311 = """
        10                  // CONNECT
        1B                  // remaining length 27
        0004 'MQTT'         // protocol name
        04                  // protocol version
        F6                  // flags: user name, password, will retain, will QoS 2, will, clean session
        003C                // keep alive
        0003 'dev'          // client identifier
        0001 't'            // will topic
        0001 'w'            // will payload
        0001 'u'            // user name
        0001 'p'            // password
        """;

    @Test
    void replacesIdentifierUserNameAndPassword() {
        assertThat(rewrite(MQTT_311, changes("client-2", "user-2", "secret"))).isEqualTo(Wire.bytes("""
            10                  // CONNECT
            2A                  // remaining length 42
            0004 'MQTT'         // protocol name
            04                  // protocol version
            F6                  // flags as before
            003C                // keep alive
            0008 'client-2'     // client identifier
            0001 't'            // will topic
            0001 'w'            // will payload
            0006 'user-2'       // user name
            0006 'secret'       // password
            """));
    }

    @Test
    void addsUserNameAndPasswordWithTheirFlags() {
        String anonymous = "10 0F 0004 'MQTT' 04 02 003C 0003 'dev'";
        assertThat(rewrite(anonymous, changes(null, "ü", "p"))).isEqualTo(Wire.bytes("""
            10                  // CONNECT
            16                  // remaining length 22
            0004 'MQTT'         // protocol name
            04                  // protocol version
            C2                  // flags: user name, password, clean session
            003C                // keep alive
            0003 'dev'          // client identifier
            0002 'ü'            // user name
            0001 'p'            // password
            """));
    }

    @Test
    void addsAUserNameInFrontOfAPasswordThatStoodAlone() {
        byte[] password = Wire.connect("0004 'MQTT' 05 42 0000 00 0001 'c' 0001 'p'");
        assertThat(rewrite(password, changes(null, "u", null)))
                .isEqualTo(Wire.connect("0004 'MQTT' 05 C2 0000 00 0001 'c' 0001 'u' 0001 'p'"));
    }

    @Test
    void addsUserPropertiesBehindTheClients() {
        byte[] connect = Wire.connect("0004 'MQTT' 05 02 003C 0A 21 0014 26 0001 'a' 0001 'b' 0001 'c'");
        ConnectChanges changes = properties(Set.of(), new UserProperty("x", "1"), new UserProperty("x", "2"));

        assertThat(rewrite(connect, changes)).isEqualTo(Wire.bytes("""
            10                          // CONNECT
            26                          // remaining length 38
            0004 'MQTT'                 // protocol name
            05                          // protocol version
            02                          // flags
            003C                        // keep alive
            18                          // properties, 24 bytes
            21 0014                     // receive maximum
            26 0001 'a' 0001 'b'        // the client's
            26 0001 'x' 0001 '1'        // ours
            26 0001 'x' 0001 '2'        // ours
            0001 'c'                    // client identifier
            """));
    }

    @Test
    void dropsTheClientsUserPropertiesWithReservedNames() {
        byte[] forged = Wire.connect("""
            0004 'MQTT' 05 02 003C
            22                              // properties, 34 bytes
            26 0002 'id' 0004 'evil'        // forged
            21 0014                         // receive maximum
            26 0003 'id2' 0001 'b'          // another name
            26 0002 'id' 0004 'evil'        // forged again
            0001 'c'
            """);

        byte[] rewritten = rewrite(forged, properties(Set.of("id", "other"), new UserProperty("id", "good")));

        assertThat(rewritten).isEqualTo(Wire.connect("""
            0004 'MQTT' 05 02 003C
            17                              // properties, 23 bytes
            21 0014                         // receive maximum
            26 0003 'id2' 0001 'b'          // another name
            26 0002 'id' 0004 'good'        // ours
            0001 'c'
            """));
    }

    @Test
    void leavesUserPropertiesOutBeforeMqtt5() {
        byte[] connect = Wire.bytes(MQTT_311);
        assertThat(rewrite(connect, properties(Set.of("a"), new UserProperty("a", "b"))))
                .isEqualTo(connect);
    }

    @Test
    void keepsOrStripsTheBridgeBit() {
        byte[] bridge = Wire.connect("0006 'MQIsdp' 83 02 003C 0001 'b'");

        assertThat(rewrite(bridge, changes("b2", null, null)))
                .isEqualTo(Wire.connect("0006 'MQIsdp' 83 02 003C 0002 'b2'"));
        assertThat(rewrite(bridge, new ConnectChanges(null, null, null, List.of(), ReservedNames.NONE, true)))
                .isEqualTo(Wire.connect("0006 'MQIsdp' 03 02 003C 0001 'b'"));
    }

    @Test
    void writesAConsistentPacketWhenMqtt31LeftStringsOut() {
        byte[] missing = Wire.packet(0x1D, "0006 'MQIsdp' 03 DB 003C 0001 'c'");
        assertThat(rewrite(missing, changes("d", null, null)))
                .isEqualTo(Wire.connect("0006 'MQIsdp' 03 02 003C 0001 'd'"));
        assertThat(rewrite(missing, changes(null, "u", "p")))
                .isEqualTo(Wire.connect("0006 'MQIsdp' 03 C2 003C 0001 'c' 0001 'u' 0001 'p'"));
    }

    /** The fixed parts of the packet take 14 bytes, so that its Remaining Length crosses each border. */
    @ParameterizedTest
    @ValueSource(ints = {126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385})
    void fitsTheRemainingLengthAroundItsBorders(int remaining) {
        byte[] connect = Wire.connect("0004 'MQTT' 04 82 003C 0001 'c' 0000");
        String username = "u".repeat(remaining - 15);

        byte[] rewritten = rewrite(connect, changes(null, username, null));

        ByteBuf bytes = Unpooled.wrappedBuffer(rewritten);
        assertThat(VariableByteInteger.decode(bytes, 1, bytes.writerIndex())).isEqualTo(remaining);
        assertThat(ConnectParser.parse(bytes).username()).isEqualTo(username);
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385})
    void fitsThePropertyLengthAroundItsBorders(int properties) {
        byte[] connect = Wire.connect("0004 'MQTT' 05 02 003C 00 0001 'c'");
        String value = "v".repeat(properties - 6);

        byte[] rewritten = rewrite(connect, properties(Set.of(), new UserProperty("n", value)));

        ByteBuf bytes = Unpooled.wrappedBuffer(rewritten);
        int header = 1 + VariableByteInteger.encodedLength(rewritten.length - 4);
        assertThat(VariableByteInteger.decode(bytes, header + 10, bytes.writerIndex()))
                .isEqualTo(properties);
        assertThat(ConnectParser.parse(bytes).clientId()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_097_150, 2_097_151, 2_097_152, 2_097_153})
    void fitsBothLengthsAroundTheirLargestBorder(int length) {
        byte[] connect = Wire.connect("0004 'MQTT' 05 02 003C 00 0001 'c'");
        String value = "v".repeat(65_535);
        List<UserProperty> most = Collections.nCopies(31, new UserProperty("", value));
        int rest = length - 31 * (5 + 65_535) - 5;
        List<UserProperty> all = new ArrayList<>(most);
        all.add(new UserProperty("", "v".repeat(rest)));

        byte[] rewritten = rewrite(connect, new ConnectChanges(null, null, null, all, ReservedNames.NONE, false));

        ByteBuf bytes = Unpooled.wrappedBuffer(rewritten);
        int remaining = VariableByteInteger.decode(bytes, 1, bytes.writerIndex());
        int header = 1 + VariableByteInteger.encodedLength(remaining);
        assertThat(header + remaining).isEqualTo(rewritten.length);
        assertThat(VariableByteInteger.decode(bytes, header + 10, bytes.writerIndex()))
                .isEqualTo(length);
        assertThat(ConnectParser.parse(bytes).clientId()).isEqualTo("c");
    }

    @Test
    void shrinksTheLengthsToo() {
        byte[] connect = Wire.connect("0004 'MQTT' 05 82 003C 00 0001 'c' 0190 'u'*400");
        assertThat(rewrite(connect, changes(null, "u", null)))
                .isEqualTo(Wire.connect("0004 'MQTT' 05 82 003C 00 0001 'c' 0001 'u'"));
    }

    @Test
    void writesTheSameBytesWhenNothingChanges() {
        byte[] connect = Wire.bytes(MQTT_311);
        assertThat(rewrite(connect, ConnectChanges.NONE)).isEqualTo(connect);
    }

    @Test
    void allocatesExactlyOnceAndLeavesTheOriginalAlone() {
        byte[] connect = Wire.bytes(MQTT_311);
        ByteBuf original = Unpooled.directBuffer().writeZero(3).writeBytes(connect);
        original.readerIndex(3);
        ReceivedConnect received = new ReceivedConnect(ConnectParser.parse(original), original);

        ByteBuf rewritten = ConnectRewriter.rewrite(HEAP, received, changes("other", null, null));

        assertThat(rewritten.capacity()).isEqualTo(rewritten.readableBytes());
        assertThat(rewritten.maxCapacity()).isEqualTo(rewritten.readableBytes());
        assertThat(rewritten.refCnt()).isOne();
        assertThat(ByteBufUtil.getBytes(original)).isEqualTo(connect);
        assertThat(original.refCnt()).isOne();
        rewritten.release();
        received.release();
        assertThat(original.refCnt()).isZero();
    }

    @Test
    void isNeededOnlyWhenTheBytesWouldDiffer() {
        ReceivedConnect v311 = received(Wire.bytes(MQTT_311));
        ReceivedConnect v5 = received(Wire.connect("0004 'MQTT' 05 02 003C 07 26 0001 'a' 0001 'b' 0001 'c'"));
        ReceivedConnect bridge = received(Wire.connect("0004 'MQTT' 84 02 003C 0001 'c'"));
        ConnectChanges strip = new ConnectChanges(null, null, null, List.of(), ReservedNames.NONE, true);

        assertThat(ConnectRewriter.needed(v311, ConnectChanges.NONE)).isFalse();
        assertThat(ConnectRewriter.needed(v311, changes("dev", "u", null))).isFalse();
        assertThat(ConnectRewriter.needed(v311, changes("dev2", null, null))).isTrue();
        assertThat(ConnectRewriter.needed(v311, changes(null, "u2", null))).isTrue();
        assertThat(ConnectRewriter.needed(v311, changes(null, null, "p"))).isTrue();
        assertThat(ConnectRewriter.needed(v311, properties(Set.of("a"), new UserProperty("a", "b"))))
                .isFalse();
        assertThat(ConnectRewriter.needed(v311, strip)).isFalse();
        assertThat(ConnectRewriter.needed(bridge, strip)).isTrue();
        assertThat(ConnectRewriter.needed(v5, properties(Set.of("b")))).isFalse();
        assertThat(ConnectRewriter.needed(v5, properties(Set.of("a")))).isTrue();
        assertThat(ConnectRewriter.needed(v5, properties(Set.of(), new UserProperty("b", ""))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0004 'MQTT' 04 02 0000 0001 'c'", "0006 'MQIsdp' 03 02 0000 0001 'c'"})
    void refusesAPasswordWithoutUserNameBeforeMqtt5(String body) {
        ReceivedConnect received = received(Wire.connect(body));
        assertThatThrownBy(() -> ConnectRewriter.rewrite(HEAP, received, changes(null, null, "p")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("password: without a user name (expected: a user name too, before MQTT 5)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0004 'MQTT' 04 00 0000 0001 'c'", "0006 'MQIsdp' 03 02 0000 0001 'c'"})
    void refusesAnEmptyIdentifierThatTheBrokerWouldRefuse(String body) {
        ReceivedConnect received = received(Wire.connect(body));
        assertThatThrownBy(() -> ConnectRewriter.rewrite(HEAP, received, changes("", null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clientId: empty (expected: one, for this version and session)");
    }

    private static byte[] rewrite(String wire, ConnectChanges changes) {
        return rewrite(Wire.bytes(wire), changes);
    }

    private static byte[] rewrite(byte[] packet, ConnectChanges changes) {
        ByteBuf rewritten = ConnectRewriter.rewrite(HEAP, received(packet), changes);
        assertThat(rewritten.capacity()).isEqualTo(rewritten.readableBytes());
        return ByteBufUtil.getBytes(rewritten);
    }

    private static ReceivedConnect received(byte[] packet) {
        ByteBuf bytes = Unpooled.wrappedBuffer(packet);
        return new ReceivedConnect(ConnectParser.parse(bytes), bytes);
    }

    private static ConnectChanges changes(
            @Nullable String clientId, @Nullable String username, @Nullable String password) {
        byte[] bytes = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
        return new ConnectChanges(clientId, username, bytes, List.of(), ReservedNames.NONE, false);
    }

    private static ConnectChanges properties(Set<String> reserved, UserProperty... added) {
        return new ConnectChanges(null, null, null, List.of(added), ReservedNames.of(reserved), false);
    }
}
