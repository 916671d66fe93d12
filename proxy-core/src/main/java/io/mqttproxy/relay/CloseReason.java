package io.mqttproxy.relay;

import io.mqttproxy.metrics.Label;
import io.mqttproxy.mqtt.RefusalReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended: the closed set behind the labels {@code reason} and {@code cause} and the access log's {@code
 * reason}.
 */
public enum CloseReason implements Label {
    /** A PROXY header is required here and the other end may not send one. */
    PROXY_UNTRUSTED(null),
    /** The first bytes were no PROXY header, or a broken one, where one is required. */
    PROXY_HEADER(null),
    /** The PROXY header was not complete in time. */
    PROXY_HEADER_TIMEOUT(null),
    /** TLS was not complete in time. */
    HANDSHAKE_TIMEOUT(null),
    /** TLS, or TCP where there is none, was up and the CONNECT was not complete in time. */
    CONNECT_TIMEOUT(null),
    /** The handshake failed for a reason that has no label of its own. */
    TLS_FAILED(null),
    /** The first bytes on a TLS port were no TLS. */
    NOT_TLS(null),
    /** A client certificate is required and none came. */
    NO_CERT(null),
    /** The client's certificate is past its date or not valid yet. */
    CERT_EXPIRED(RefusalReason.NOT_AUTHORIZED),
    /** The client's certificate was revoked. */
    CERT_REVOKED(RefusalReason.NOT_AUTHORIZED),
    /** The client's certificate does not lead to a configured CA. */
    CERT_UNTRUSTED(null),
    /** Whether the client's certificate is revoked cannot be told, and the configuration wants it told. */
    CERT_STATUS_UNKNOWN(null),
    /** The server name of the ClientHello has no certificate and {@code strictSni} is on. */
    UNKNOWN_SNI(null),
    /** The first bytes were no MQTT CONNECT at all. */
    NOT_MQTT(null),
    /** The CONNECT breaks a rule of its protocol version. */
    MALFORMED_CONNECT(RefusalReason.MALFORMED_PACKET),
    /** The CONNECT is larger than {@code limits.connectSize}, or its will than {@code limits.willSize}. */
    CONNECT_TOO_LARGE(RefusalReason.PACKET_TOO_LARGE),
    /** A protocol name or level that is none of MQTT 3.1, 3.1.1 and 5, or not one of {@code connect.versions}. */
    UNSUPPORTED_VERSION(RefusalReason.UNSUPPORTED_VERSION),
    /** The client identifier is not allowed, too long, or not the one that {@code connect.require} asks for. */
    CLIENT_ID_REJECTED(RefusalReason.CLIENT_ID_REJECTED),
    /** The identity that was asked for is missing, ambiguous or not clean text, or the user name is not the required one. */
    IDENTITY_REJECTED(RefusalReason.NOT_AUTHORIZED),
    /** User name or password are longer than {@code limits} allows. */
    CREDENTIALS_REJECTED(RefusalReason.BAD_CREDENTIALS),
    /** A bridge, where {@code connect.bridges} is {@code reject}. */
    BRIDGE_REJECTED(RefusalReason.UNSUPPORTED_VERSION),
    /** An operator has banned the client's address, identity or client identifier. */
    BANNED(RefusalReason.BANNED),
    /** The listener has as many connections as it may. */
    LIMIT_GLOBAL(null),
    /** The client's address has as many connections as it may. */
    LIMIT_SOURCE(null),
    /** Connections come faster than {@code limits.handshakes}. */
    LIMIT_RATE(null),
    /** The proxy has no socket left for a backend. */
    OVERLOAD(RefusalReason.SERVER_BUSY),
    /** No route matches the client. */
    NO_ROUTE(RefusalReason.NOT_AUTHORIZED),
    /** No backend of the cluster is left to try. */
    NO_BACKEND(RefusalReason.SERVER_UNAVAILABLE),
    /** A backend was connected and no CONNACK came in time. */
    CONNACK_TIMEOUT(RefusalReason.SERVER_UNAVAILABLE),
    /** The backend answered with something that is no CONNACK. */
    BACKEND_PROTOCOL(RefusalReason.SERVER_UNAVAILABLE),
    /** The backend's CONNACK refuses the client; it was passed on unchanged. */
    BACKEND_REFUSED(null),
    /** The backend closed or reset its side. */
    BACKEND_CLOSED(RefusalReason.SERVER_UNAVAILABLE),
    /** Probes have found the backend down, and the configuration wants its clients closed. */
    BACKEND_DOWN(null),
    /** The client sent a second CONNECT, or something behind its first that is no packet. */
    CLIENT_PROTOCOL(RefusalReason.PROTOCOL_ERROR),
    /** The client closed or reset its side. */
    CLIENT_CLOSED(null),
    /** Nothing came from the client for {@code timeouts.idleFactor} times its keep-alive. */
    IDLE_TIMEOUT(null),
    /** The client is to come back and get another backend: an operator drains its backend or evens out the cluster. */
    MOVED(null),
    /** An operator has ended the connection. */
    ADMINISTRATIVE(RefusalReason.SERVER_UNAVAILABLE),
    /** The proxy is going down. */
    DRAIN(RefusalReason.SERVER_UNAVAILABLE),
    /** A defect of the proxy; an ERROR in the log goes with it. */
    INTERNAL(RefusalReason.SERVER_UNAVAILABLE);

    private final String label = name().toLowerCase(Locale.ROOT);
    private final @Nullable RefusalReason refusal;

    CloseReason(@Nullable RefusalReason refusal) {
        this.refusal = refusal;
    }

    /** The value in metrics and logs, for example {@code no_backend}. */
    @Override
    public String label() {
        return label;
    }

    /** What a client is told whose CONNECT was read and not yet answered; null: the connection just closes. */
    @Nullable RefusalReason refusal() {
        return refusal;
    }

    /** The reason for a CONNECT that the parser refused. */
    static CloseReason of(RefusalReason refusal) {
        return switch (refusal) {
            case PACKET_TOO_LARGE -> CONNECT_TOO_LARGE;
            case UNSUPPORTED_VERSION -> UNSUPPORTED_VERSION;
            case CLIENT_ID_REJECTED -> CLIENT_ID_REJECTED;
            case NOT_MQTT -> NOT_MQTT;
            default -> MALFORMED_CONNECT;
        };
    }
}
