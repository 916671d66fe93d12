package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster has decided for its clients once they are connected.
 *
 * @param stormLimit spreads the ends of clients whose backend dies; null = all at once
 * @param redirects what becomes of a broker's word that a client should go elsewhere; null = it is passed on
 * @param closesWhenDown whether the clients of a backend that probes have found down are closed
 */
public record ClusterRules(
        @Nullable StormLimit stormLimit, @Nullable Redirects redirects, boolean closesWhenDown) {

    /** Whether the proxy goes where a broker sends this client. */
    boolean follows(Session session) {
        @Nullable ConnectPacket connect = session.connect();
        return redirects != null && redirects.follow() && connect != null && connect.version() == MqttVersion.MQTT_5;
    }

    /** Nothing special. */
    public static final ClusterRules NONE = new ClusterRules(null, null, false);
}
