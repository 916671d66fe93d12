package io.mqttproxy.relay;

import io.mqttproxy.metrics.Label;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a backend could not be connected, as the label {@code reason}. */
public enum ConnectFailure implements Label {
    /** Nobody listens there. */
    REFUSED,
    /** No answer in time. */
    TIMEOUT,
    /** No network path. */
    UNREACHABLE,
    /** The host name has no address. */
    UNRESOLVED,
    /** TCP was up, TLS did not come up: an untrusted or expired certificate, another name, no TLS at all. */
    TLS,
    /** Anything else, for example no free local port. */
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    @Override
    public String label() {
        return label;
    }

    static ConnectFailure of(Throwable cause) {
        if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
            return TIMEOUT;
        }
        if (cause instanceof SSLException) {
            return TLS;
        }
        if (cause instanceof UnknownHostException) {
            return UNRESOLVED;
        }
        if (cause instanceof NoRouteToHostException) {
            return UNREACHABLE;
        }
        return cause instanceof ConnectException ? REFUSED : OTHER;
    }
}
