package io.mqttproxy.tls;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a client-side handshake did not end well, as far as it can be told from what the engines report. */
public enum HandshakeFailure {
    /** The first bytes are no TLS record: HTTP, plain MQTT, a scanner. */
    NOT_TLS,
    /** The client closed or reset the connection. */
    CLOSED_BY_CLIENT,
    /** A client certificate is required and none came. */
    NO_CERTIFICATE,
    /** The client's certificate, or one above it, is past its date or not valid yet. */
    CERTIFICATE_EXPIRED,
    /** The client's certificate does not chain to a configured CA, or may not be used for this. */
    CERTIFICATE_UNTRUSTED,
    /** The client's certificate, or one above it, is revoked or on hold. */
    CERTIFICATE_REVOKED,
    /** Whether the client's certificate is revoked cannot be told, and the configuration wants it told. */
    CERTIFICATE_STATUS_UNKNOWN,
    /** No certificate is configured for the server name, and {@code strictSni} is on. */
    UNKNOWN_SERVER_NAME,
    /** Anything else: no common version or cipher suite, a damaged message, an alert from the client. */
    PROTOCOL;

    /** Classifies what the pipeline reported; looks through causes. */
    public static HandshakeFailure of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedClientException untrusted) {
                return untrusted.failure();
            }
            if (cause instanceof UnknownServerNameException) {
                return UNKNOWN_SERVER_NAME;
            }
            if (cause instanceof NotSslRecordException) {
                return NOT_TLS;
            }
            if (cause instanceof TooLongFrameException) {
                return PROTOCOL;
            }
            if (cause instanceof ClosedChannelException || cause instanceof SslClosedEngineException) {
                return CLOSED_BY_CLIENT;
            }
            if (reportsNoCertificate(cause.getMessage())) {
                return NO_CERTIFICATE;
            }
            if (cause instanceof IOException && !(cause instanceof SSLException)) {
                return CLOSED_BY_CLIENT;
            }
        }
        return PROTOCOL;
    }

    /**
     * What the engine says about it, for an operator: the message closest to the origin. Netty shows what was no TLS record
     * in hex, and that may be a CONNECT with a password in it: that is left out.
     */
    public static @Nullable String describe(Throwable failure) {
        @Nullable String message = failure.getMessage();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return "the first bytes are no TLS record";
            }
            message = cause.getMessage() == null ? message : cause.getMessage();
        }
        return message;
    }

    /** Neither engine has a type for this; these are BoringSSL's and the JDK's words for it. */
    private static boolean reportsNoCertificate(@Nullable String message) {
        return message != null
                && (message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")
                        || message.contains("Empty client certificate chain")
                        || message.contains("null cert chain"));
    }
}
