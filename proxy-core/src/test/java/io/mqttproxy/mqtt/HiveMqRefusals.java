package io.mqttproxy.mqtt;

import com.hivemq.mqtt.handler.connack.MqttConnacker;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.message.connack.CONNACK;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.reason.Mqtt5ConnAckReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/** Where HiveMQ's decoder says that it refuses a packet, and why. */
final class HiveMqRefusals implements MqttConnacker, MqttServerDisconnector {
    private @Nullable String first;

    void forget() {
        first = null;
    }

    /** The first reason since {@link #forget}, or null. */
    @Nullable String first() {
        return first;
    }

    @Override
    public ChannelFuture connackSuccess(ChannelHandlerContext context, CONNACK connack, CONNECT connect) {
        throw new UnsupportedOperationException("a decoder sends no such CONNACK");
    }

    @Override
    public void connackError(
            Channel channel,
            @Nullable String log,
            String event,
            @Nullable Mqtt5ConnAckReasonCode code,
            @Nullable String reason) {
        note(event);
    }

    @Override
    public void connackError(
            Channel channel,
            @Nullable String log,
            String event,
            @Nullable Mqtt5ConnAckReasonCode code,
            @Nullable String reason,
            Mqtt5UserProperties properties,
            boolean enhancedAuthentication) {
        note(event);
    }

    @Override
    public void logAndClose(Channel channel, @Nullable String log, String event) {
        note(event);
    }

    @Override
    public void disconnect(
            Channel channel,
            @Nullable String log,
            String event,
            @Nullable Mqtt5DisconnectReasonCode code,
            @Nullable String reason,
            Mqtt5UserProperties properties,
            boolean enhancedAuthentication,
            boolean forceClose) {
        note(event);
    }

    private void note(String event) {
        if (first == null) {
            first = event;
        }
    }
}
