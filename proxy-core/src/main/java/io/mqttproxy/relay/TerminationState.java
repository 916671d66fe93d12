package io.mqttproxy.relay;

import io.mqttproxy.relay.Session.Phase;

/**
 * Two letters about the end of a connection, as HAProxy's TCP log has them (its configuration manual, "Session state at
 * disconnection"): who ended it, and in the middle of what. {@code --} is a client that left when it had all.
 */
final class TerminationState {

    private TerminationState() {}

    static String of(Phase phase, CloseReason reason) {
        if (reason == CloseReason.CLIENT_CLOSED && phase == Phase.RELAYING) {
            return "--";
        }
        return new String(new char[] {who(phase, reason), when(phase)});
    }

    /** C client, S server, c and s their timeouts, P the proxy by a rule, R for want of something, K by an operator, D down, I. */
    private static char who(Phase phase, CloseReason reason) {
        return switch (reason) {
            case CLIENT_CLOSED -> 'C';
            case PROXY_HEADER_TIMEOUT, HANDSHAKE_TIMEOUT, CONNECT_TIMEOUT, IDLE_TIMEOUT -> 'c';
            case NO_BACKEND, BACKEND_REFUSED, BACKEND_CLOSED -> 'S';
            case CONNACK_TIMEOUT -> 's';
            case BACKEND_DOWN -> 'D';
            case OVERLOAD -> 'R';
            case MOVED, ADMINISTRATIVE, DRAIN -> 'K';
            case BANNED -> phase == Phase.RELAYING ? 'K' : 'P';
            case INTERNAL -> 'I';
            case PROXY_UNTRUSTED,
                    PROXY_HEADER,
                    TLS_FAILED,
                    NOT_TLS,
                    NO_CERT,
                    CERT_EXPIRED,
                    CERT_REVOKED,
                    CERT_UNTRUSTED,
                    CERT_STATUS_UNKNOWN,
                    UNKNOWN_SNI,
                    NOT_MQTT,
                    MALFORMED_CONNECT,
                    CONNECT_TOO_LARGE,
                    UNSUPPORTED_VERSION,
                    CLIENT_ID_REJECTED,
                    IDENTITY_REJECTED,
                    CREDENTIALS_REJECTED,
                    BRIDGE_REJECTED,
                    LIMIT_GLOBAL,
                    LIMIT_SOURCE,
                    LIMIT_RATE,
                    NO_ROUTE,
                    BACKEND_PROTOCOL,
                    CLIENT_PROTOCOL -> 'P';
        };
    }

    /** R: the request, which is the CONNECT; C: connecting; H: the first answer; D: data. */
    private static char when(Phase phase) {
        return switch (phase) {
            case OPENING -> 'R';
            case CONNECTING -> 'C';
            case AWAITING_CONNACK -> 'H';
            case RELAYING -> 'D';
        };
    }
}
