package io.mqttproxy.tls;

import io.mqttproxy.tls.fetch.HttpFetch;
import io.mqttproxy.tls.revocation.RevocationServices;
import io.mqttproxy.tls.stapling.Staples;
import java.time.InstantSource;

/**
 * What the contexts of all listeners share, and what outlives them when files change.
 *
 * @param engine who does TLS
 * @param clock for every date and age that is compared
 * @param staples what was fetched for our certificates
 * @param revocation what was fetched about certificates of clients
 * @param ticketSecret what the ticket keys of listeners without a file of keys are derived from: so a session is resumed
 *     after contexts were built anew, too, where its policy is still the same
 */
public record TlsServices(
        TlsEngine engine,
        InstantSource clock,
        Staples staples,
        RevocationServices revocation,
        TicketSecret ticketSecret)
        implements AutoCloseable {

    /** Services that have fetched nothing yet. */
    public static TlsServices of(TlsEngine engine, InstantSource clock) {
        HttpFetch http = new HttpFetch();
        return new TlsServices(
                engine, clock, new Staples(clock, http), new RevocationServices(clock, http), new TicketSecret());
    }

    /** Ends what they do in the background. */
    @Override
    public void close() {
        staples.close();
        revocation.close();
    }
}
