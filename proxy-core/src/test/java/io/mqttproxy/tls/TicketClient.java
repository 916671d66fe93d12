package io.mqttproxy.tls;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import org.jspecify.annotations.Nullable;

/** A device that keeps the ticket that it gets, and offers it to whatever server comes next. */
final class TicketClient {

    /** How a handshake ended, as the server sees it. */
    enum Outcome {
        FULL,
        RESUMED,
        REFUSED
    }

    private final TestDevice device;
    private final String version;

    /**
     * A client without any ticket yet.
     *
     * @param version the only one that it speaks, such as {@code TLSv1.3}
     */
    TicketClient(TestPki pki, @Nullable TestCertificate certificate, String version) {
        this.device = certificate == null ? TestDevice.without(pki) : TestDevice.with(pki, certificate);
        this.version = version;
    }

    /** Connects, keeps the ticket, and closes. */
    Outcome connect(TlsContexts contexts) throws Exception {
        try (Handshake handshake = Handshake.between(device.engine(version), contexts)) {
            if (!handshake.succeeded()) {
                return Outcome.REFUSED;
            }
            return handshake.session().resumed() ? Outcome.RESUMED : Outcome.FULL;
        }
    }
}
