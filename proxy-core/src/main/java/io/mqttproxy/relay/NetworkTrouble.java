package io.mqttproxy.relay;

import io.mqttproxy.tls.HandshakeFailure;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an exception at the end of a pipeline means.
 *
 * <p>Resets, broken pipes and damaged TLS are everyday life in front of the Internet: a reason and a debug line. Anything
 * else is a defect of the proxy and the only thing here that is an ERROR.
 */
public final class NetworkTrouble {

    private static final Logger log = LoggerFactory.getLogger(NetworkTrouble.class);

    private NetworkTrouble() {}

    /**
     * Ends the session for an exception.
     *
     * @param expected the reason when the exception is what networks do
     */
    public static void ended(Session session, CloseReason expected, Throwable cause) {
        if (session.ended()) {
            return;
        }
        if (isExpected(cause)) {
            log.debug("{} {}: {}", session.id(), expected.label(), cause.toString());
            session.end(expected);
        } else {
            log.error("Connection {} ended by a defect of the proxy; please report it", session.id(), cause);
            session.end(CloseReason.INTERNAL);
        }
    }

    private static boolean isExpected(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof ClosedChannelException
                || cause instanceof SSLException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }

    /** The reason for a handshake that failed. */
    public static CloseReason reasonOf(HandshakeFailure failure) {
        return switch (failure) {
            case NOT_TLS -> CloseReason.NOT_TLS;
            case CLOSED_BY_CLIENT -> CloseReason.CLIENT_CLOSED;
            case NO_CERTIFICATE -> CloseReason.NO_CERT;
            case CERTIFICATE_EXPIRED -> CloseReason.CERT_EXPIRED;
            case CERTIFICATE_UNTRUSTED -> CloseReason.CERT_UNTRUSTED;
            case CERTIFICATE_REVOKED -> CloseReason.CERT_REVOKED;
            case CERTIFICATE_STATUS_UNKNOWN -> CloseReason.CERT_STATUS_UNKNOWN;
            case UNKNOWN_SERVER_NAME -> CloseReason.UNKNOWN_SNI;
            case PROTOCOL -> CloseReason.TLS_FAILED;
        };
    }
}
