package io.mqttproxy.mqtt;

import java.util.OptionalInt;

/**
 * Why a CONNECT is refused, and the code that says so in a CONNACK (MQTT 3.1.1 section 3.2.2.3, MQTT 5 section
 * 3.2.2.2).
 *
 * <p>MQTT 3 knows five return codes only; where none of them fits, it closes the connection without a CONNACK, which
 * its specification asks for after a malformed packet.
 */
public enum RefusalReason {
    /** No backend can take the client. */
    SERVER_UNAVAILABLE("server_unavailable", 3, 0x88),
    /** The proxy or the backend is overloaded. */
    SERVER_BUSY("server_busy", 3, 0x89),
    /** A quota of this client, tenant or address is used up. */
    QUOTA_EXCEEDED("quota_exceeded", 3, 0x97),
    /** Connections arrive faster than allowed. */
    CONNECTION_RATE_EXCEEDED("connection_rate_exceeded", 3, 0x9F),
    /** The client is banned. */
    BANNED("banned", 5, 0x8A),
    /** The client may not connect: its certificate, identity or address does not allow it. */
    NOT_AUTHORIZED("not_authorized", 5, 0x87),
    /** The client identifier is well formed but not allowed. */
    CLIENT_ID_REJECTED("client_id_rejected", 2, 0x85),
    /** The protocol name or level is none of ours. */
    UNSUPPORTED_VERSION("unsupported_version", 1, 0x84),
    /** The CONNECT is larger than the limit of the listener. */
    PACKET_TOO_LARGE("packet_too_large", RefusalReason.SILENT, 0x95),
    /** The bytes break a rule of the packet format. */
    MALFORMED_PACKET("malformed_packet", RefusalReason.SILENT, 0x81),
    /** The packet can be read, but the protocol forbids what it says. */
    PROTOCOL_ERROR("protocol_error", RefusalReason.SILENT, 0x82),
    /** User name or password is wrong. */
    BAD_CREDENTIALS("bad_credentials", 4, 0x86),
    /**
     * The first byte belongs to another protocol, such as TLS, HTTP or a PROXY header. There is nobody to send a CONNACK
     * to, so callers see it only with a null version.
     */
    NOT_MQTT("not_mqtt", RefusalReason.SILENT, 0x81);

    private static final int SILENT = -1;

    private final String label;
    private final OptionalInt v3Code;
    private final int v5Code;

    RefusalReason(String label, int v3Code, int v5Code) {
        this.label = label;
        this.v3Code = v3Code == SILENT ? OptionalInt.empty() : OptionalInt.of(v3Code);
        this.v5Code = v5Code;
    }

    /** The name for metrics and logs, in snake_case. */
    public String label() {
        return label;
    }

    /** The CONNACK return code of MQTT 3.1 and 3.1.1, or empty when these close without a CONNACK. */
    public OptionalInt v3Code() {
        return v3Code;
    }

    /** The CONNACK reason code of MQTT 5, 0x80 or more. */
    public int v5Code() {
        return v5Code;
    }
}
