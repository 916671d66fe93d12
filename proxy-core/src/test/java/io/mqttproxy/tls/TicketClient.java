package io.mqttproxy.tls;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device that keeps the ticket that it gets, and offers it to whatever server comes next. */
final class TicketClient {

    /** How a handshake ended, as the server sees it. */
    enum Outcome {
        FULL,
        RESUMED,
        REFUSED
    }

    /** So many does Java keep for one server. */
    private static final int MOST_TICKETS = 10;

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

    /**
     * Connects until all tickets that it has are of this server. From Java 24 on it keeps those of earlier connections and
     * offers the oldest first, because each is to be used once (RFC 8446 appendix C.4); before, it knew the last one only.
     *
     * @return how each handshake ended
     */
    List<Outcome> renewTickets(TlsContexts contexts) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < MOST_TICKETS; i++) {
            outcomes.add(connect(contexts));
        }
        return outcomes;
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
