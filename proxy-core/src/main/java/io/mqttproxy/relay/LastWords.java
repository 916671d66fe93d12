package io.mqttproxy.relay;

import io.mqttproxy.mqtt.Connack;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.Disconnect;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.mqtt.RefusalReason;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told at the end, in MQTT: a CONNACK while its CONNECT has no answer, a DISCONNECT on a packet boundary
 * later.
 */
final class LastWords {

    /** MQTT 5 section 3.14.2.1. */
    private static final int SERVER_SHUTTING_DOWN = 0x8B;

    private static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int PROTOCOL_ERROR = 0x82;
    private static final int ADMINISTRATIVE_ACTION = 0x98;
    private static final int USE_ANOTHER_SERVER = 0x9C;

    private LastWords() {}

    /** The packet for the client, owned by the caller; null when there is nothing that may be said. */
    static @Nullable ByteBuf toClient(Session session, CloseReason reason) {
        @Nullable ConnectPacket connect = session.connect();
        if (connect == null) {
            return null;
        }
        return switch (session.phase()) {
            case OPENING -> null;
            case CONNECTING, AWAITING_CONNACK -> refusal(session, connect, reason);
            case RELAYING -> disconnect(session, connect, reason);
        };
    }

    private static @Nullable ByteBuf refusal(Session session, ConnectPacket connect, CloseReason reason) {
        @Nullable RefusalReason refusal = reason.refusal();
        if (refusal == null || session.connackCode() >= 0) {
            return null;
        }
        return Connack.refusal(
                session.client().alloc(), connect.version(), refusal, reason.label(), connect.answerLimits());
    }

    /** MQTT 3 has no DISCONNECT from the server. */
    private static @Nullable ByteBuf disconnect(Session session, ConnectPacket connect, CloseReason reason) {
        if (connect.version() != MqttVersion.MQTT_5
                || !session.traffic().toClient().atBoundary()
                || session.traffic().farewellSaid()) {
            return null;
        }
        int code = code(reason);
        return code < 0 ? null : Disconnect.v5(session.client().alloc(), code, reason.label(), connect.answerLimits());
    }

    private static int code(CloseReason reason) {
        return switch (reason) {
            case DRAIN, BACKEND_CLOSED, BACKEND_DOWN -> SERVER_SHUTTING_DOWN;
            case MOVED -> USE_ANOTHER_SERVER;
            case ADMINISTRATIVE, BANNED -> ADMINISTRATIVE_ACTION;
            case CERT_EXPIRED, CERT_REVOKED -> NOT_AUTHORIZED;
            case IDLE_TIMEOUT -> KEEP_ALIVE_TIMEOUT;
            case CLIENT_PROTOCOL -> PROTOCOL_ERROR;
            default -> -1;
        };
    }
}
