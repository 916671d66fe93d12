package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.mqtt.ConnectGenerator.Generated;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Netty's own decoder, which shares no line with ours, has to read what we read and what we write. */
class ConnectOracleTest {
    private static final int PACKETS = 100_000;
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private final ConnectGenerator generator = new ConnectGenerator(20_261_121L);
    private final EmbeddedChannel oracle = new EmbeddedChannel(new MqttDecoder(1 << 20, 0xFFFF));

    @Test
    void readsWhatNettyReads() {
        for (int i = 0; i < PACKETS; i++) {
            Generated generated = generator.packet();
            ConnectPacket packet = ConnectParser.parse(Unpooled.wrappedBuffer(generated.packet()));
            MqttConnectMessage expected = decode(generated.packet());

            boolean agreed = packet.version().level()
                            == expected.variableHeader().version()
                    && packet.clientId().equals(expected.payload().clientIdentifier())
                    && Objects.equals(packet.username(), expected.payload().userName())
                    && packet.keepAlive() == expected.variableHeader().keepAliveTimeSeconds()
                    && packet.cleanStart() == expected.variableHeader().isCleanSession()
                    && packet.hasPassword() == expected.variableHeader().hasPassword()
                    && packet.hasWill() == expected.variableHeader().isWillFlag()
                    && packet.clientId().equals(generated.clientId())
                    && packet.length() == generated.packet().length;
            require(agreed, i, generated.packet());
        }
    }

    @Test
    void writesWhatNettyReads() {
        for (int i = 0; i < PACKETS; i++) {
            Generated generated = generator.packet();
            ConnectChanges changes = generator.changes(generated);
            ByteBuf original = Unpooled.wrappedBuffer(generated.packet());
            ReceivedConnect received = new ReceivedConnect(ConnectParser.parse(original), original);

            byte[] rewritten = ByteBufUtil.getBytes(ConnectRewriter.rewrite(HEAP, received, changes));

            compare(i, generated, changes, rewritten);
            boolean same = Arrays.equals(rewritten, generated.packet());
            require(ConnectRewriter.needed(received, changes) || same, i, rewritten);
        }
    }

    private void compare(int number, Generated generated, ConnectChanges changes, byte[] rewritten) {
        MqttConnectMessage message = decode(rewritten);
        ConnectPacket packet = ConnectParser.parse(Unpooled.wrappedBuffer(rewritten));
        String clientId = changes.clientId() == null ? generated.clientId() : changes.clientId();
        String username = changes.username() == null ? generated.username() : changes.username();
        byte[] password = changes.password() == null ? generated.password() : changes.password();
        ConnectGenerator.Will will = generated.will();

        boolean agreed = clientId.equals(message.payload().clientIdentifier())
                && clientId.equals(packet.clientId())
                && Objects.equals(username, message.payload().userName())
                && Objects.equals(username, packet.username())
                && Arrays.equals(password, message.payload().passwordInBytes())
                && generated.version().level() == message.variableHeader().version()
                && generated.keepAlive() == message.variableHeader().keepAliveTimeSeconds()
                && generated.cleanStart() == message.variableHeader().isCleanSession()
                && message.variableHeader().isWillFlag() == (will != null);
        if (will != null) {
            agreed &= will.topic().equals(message.payload().willTopic())
                    && Arrays.equals(will.payload(), message.payload().willMessageInBytes())
                    && will.qos() == message.variableHeader().willQos()
                    && will.retain() == message.variableHeader().isWillRetain();
        }
        require(agreed, number, rewritten);
        if (generated.version() == MqttVersion.MQTT_5) {
            List<UserProperty> expected = new ArrayList<>(generated.userProperties());
            expected.removeIf(property -> changes.reservedNames().contains(property.name()));
            expected.addAll(changes.userProperties());
            require(userProperties(message).equals(expected), number, rewritten);
        }
    }

    private static List<UserProperty> userProperties(MqttConnectMessage message) {
        List<UserProperty> all = new ArrayList<>();
        for (MqttProperties.MqttProperty<?> property :
                message.variableHeader().properties().getProperties(MqttProperties.USER_PROPERTY)) {
            MqttProperties.StringPair pair = (MqttProperties.StringPair) property.value();
            all.add(new UserProperty(pair.key, pair.value));
        }
        return all;
    }

    private MqttConnectMessage decode(byte[] packet) {
        oracle.writeInbound(Unpooled.wrappedBuffer(packet));
        MqttConnectMessage message = oracle.readInbound();
        assertThat(message.decoderResult().cause()).isNull();
        return message;
    }

    /** Like an assertion, but without its cost: 200,000 of them have to stay under a few seconds. */
    private static void require(boolean agreed, int number, byte[] packet) {
        if (!agreed) {
            String begin = ByteBufUtil.hexDump(packet, 0, Math.min(packet.length, 100));
            throw new AssertionError("packet " + number + ", which begins with " + begin);
        }
    }
}
