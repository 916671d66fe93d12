package io.mqttproxy.relay;

import io.mqttproxy.metrics.Label;
import java.util.Locale;

/** The types of MQTT packets in the order of their numbers, from 1 (section 2.1.2), as the label {@code type}. */
enum PacketKind implements Label {
    CONNECT,
    CONNACK,
    PUBLISH,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE,
    UNSUBACK,
    PINGREQ,
    PINGRESP,
    DISCONNECT,
    AUTH;

    private final String label = name().toLowerCase(Locale.ROOT);

    @Override
    public String label() {
        return label;
    }
}
