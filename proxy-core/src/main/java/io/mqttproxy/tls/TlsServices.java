package io.mqttproxy.tls;

import io.mqttproxy.tls.stapling.Staples;
import java.time.InstantSource;

/**
 * What the contexts of all listeners share, and what outlives them when files change.
 *
 * @param engine who does TLS
 * @param clock for every date and age that is compared
 * @param staples what was fetched for our certificates
 */
public record TlsServices(TlsEngine engine, InstantSource clock, Staples staples) {

    /** Services that have fetched nothing yet. */
    public static TlsServices of(TlsEngine engine, InstantSource clock) {
        return new TlsServices(engine, clock, new Staples(clock));
    }
}
