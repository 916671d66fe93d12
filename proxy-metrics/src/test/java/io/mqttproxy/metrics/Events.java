package io.mqttproxy.metrics;

import java.util.List;
import java.util.Locale;

/** Labels as the proxy's core has them. */
final class Events {

    static final ListenerLabels ALL = new ListenerLabels(
            List.of(Refusal.values()), List.of(Cause.values()), List.of(Handshake.values()), List.of(Connect.values()));

    private Events() {}

    enum Refusal implements Label {
        TLS_HANDSHAKE,
        NO_BACKEND,
        MALFORMED_CONNECT;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Cause implements Label {
        CLIENT_CLOSED,
        BACKEND_CLOSED;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Packet implements Label {
        PUBLISH,
        PINGREQ;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Handshake implements Label {
        OK,
        FAILED;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Connect implements Label {
        FORWARDED,
        REFUSED;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
