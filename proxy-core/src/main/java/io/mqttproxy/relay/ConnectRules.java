package io.mqttproxy.relay;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.mqtt.ConnectPacket;

/**
 * What a CONNECT must be like, whoever sends it; needs no identity.
 *
 * @param connect says which versions and bridges may come in
 * @param sizes how long fields may be
 */
record ConnectRules(ConnectConfig connect, FieldSizes sizes) {

    /**
     * Lets the packet pass or not.
     *
     * @throws RefusedException for the first rule that it breaks
     */
    void check(ConnectPacket packet) throws RefusedException {
        if (!connect.versions().contains(packet.version().level())) {
            throw new RefusedException(
                    CloseReason.UNSUPPORTED_VERSION,
                    "MQTT " + packet.version().label() + " is not one of connect.versions");
        }
        if (packet.bridge() && connect.bridges() == Bridges.REJECT) {
            throw new RefusedException(CloseReason.BRIDGE_REJECTED, "connect.bridges is reject");
        }
        require("clientIdSize", packet.clientIdSize(), sizes.clientId(), CloseReason.CLIENT_ID_REJECTED);
        require("usernameSize", packet.usernameSize(), sizes.username(), CloseReason.CREDENTIALS_REJECTED);
        require("passwordSize", packet.passwordSize(), sizes.password(), CloseReason.CREDENTIALS_REJECTED);
        require("willSize", packet.willPayloadSize(), sizes.will(), CloseReason.CONNECT_TOO_LARGE);
    }

    private static void require(String key, int size, int limit, CloseReason otherwise) throws RefusedException {
        if (size > limit) {
            throw new RefusedException(
                    otherwise, size + " bytes (expected: at most limits." + key + ", " + limit + ")");
        }
    }
}
