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
 */
public record TlsServices(TlsEngine engine, InstantSource clock, Staples staples, RevocationServices revocation)
        implements AutoCloseable {

    /** Services that have fetched nothing yet. */
    public static TlsServices of(TlsEngine engine, InstantSource clock) {
        HttpFetch http = new HttpFetch();
        return new TlsServices(engine, clock, new Staples(clock, http), new RevocationServices(clock, http));
    }

    /** Ends what they do in the background. */
    @Override
    public void close() {
        staples.close();
        revocation.close();
    }
}
