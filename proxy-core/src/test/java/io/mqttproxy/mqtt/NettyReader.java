package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.Properties;
import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.ConnectFacts.WillProperties;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Netty's codec as brokers use it, with its limits raised to ours. */
final class NettyReader implements ConnectReader {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_CLIENT_ID = 0xFFFF;

    private final DecoderBench bench = new DecoderBench();

    @Override
    public String name() {
        return "Netty";
    }

    @Override
    public ConnectReading read(byte[] bytes) {
        Object message = bench.firstMessage(new MqttDecoder(LARGEST, LONGEST_CLIENT_ID), bytes);
        if (message == null) {
            return new ConnectReading.Waiting();
        }
        Throwable failure = ((MqttMessage) message).decoderResult().cause();
        if (failure != null) {
            return new ConnectReading.Refused(why(failure));
        }
        return message instanceof MqttConnectMessage connect
                ? new ConnectReading.Read(facts(connect))
                : new ConnectReading.Refused("not a CONNECT");
    }

    private static String why(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.replaceAll("invalid clientIdentifier.*", "invalid clientIdentifier")
                .replaceAll("(?s)^.* is (an )?unknown protocol name.*", "unknown protocol name")
                .replaceAll("-?\\d+", "N");
    }

    private static ConnectFacts facts(MqttConnectMessage message) {
        MqttConnectVariableHeader header = message.variableHeader();
        MqttConnectPayload payload = message.payload();
        boolean mqtt5 = header.version() == 5;
        return new ConnectFacts(
                header.version(),
                header.isCleanSession(),
                header.keepAliveTimeSeconds(),
                payload.clientIdentifier(),
                header.hasUserName() ? payload.userName() : null,
                header.hasPassword() ? ConnectFacts.binaryOrNull(payload.passwordInBytes()) : null,
                header.isWillFlag() ? will(header, payload, mqtt5) : null,
                mqtt5 ? properties(header.properties()) : Properties.NONE);
    }

    private static WillFacts will(MqttConnectVariableHeader header, MqttConnectPayload payload, boolean mqtt5) {
        return new WillFacts(
                payload.willTopic(),
                ConnectFacts.binary(payload.willMessageInBytes()),
                header.willQos(),
                header.isWillRetain(),
                mqtt5 ? willProperties(payload.willProperties()) : WillProperties.NONE);
    }

    private static Properties properties(MqttProperties from) {
        if (from.isEmpty()) {
            return Properties.NONE;
        }
        return new Properties(
                number(from, 0x11, 0),
                (int) number(from, 0x21, 0xFFFF),
                Math.min(number(from, 0x27, ConnectFacts.NO_PACKET_LIMIT), ConnectFacts.NO_PACKET_LIMIT),
                (int) number(from, 0x22, 0),
                number(from, 0x19, 0) == 1,
                number(from, 0x17, 1) == 1,
                text(from, 0x15),
                binary(from, 0x16),
                user(from));
    }

    private static WillProperties willProperties(MqttProperties from) {
        return new WillProperties(
                number(from, 0x18, 0),
                number(from, 0x02, ConnectFacts.NEVER),
                number(from, 0x01, 0) == 1,
                text(from, 0x03),
                text(from, 0x08),
                binary(from, 0x09),
                user(from));
    }

    private static long number(MqttProperties from, int id, long missing) {
        MqttProperty<?> property = from.getProperty(id);
        // an int, although the specification's numbers have no sign
        return property == null ? missing : Integer.toUnsignedLong((Integer) property.value());
    }

    private static @Nullable String text(MqttProperties from, int id) {
        MqttProperty<?> property = from.getProperty(id);
        return property == null ? null : (String) property.value();
    }

    private static @Nullable String binary(MqttProperties from, int id) {
        MqttProperty<?> property = from.getProperty(id);
        return property == null ? null : ConnectFacts.binary((byte[]) property.value());
    }

    private static List<Map.Entry<String, String>> user(MqttProperties from) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (MqttProperty<?> property : from.getProperties(MqttProperties.USER_PROPERTY)) {
            StringPair pair = (StringPair) property.value();
            all.add(Map.entry(pair.key, pair.value));
        }
        return all;
    }
}
