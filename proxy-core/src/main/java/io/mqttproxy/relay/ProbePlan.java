package io.mqttproxy.relay;

import io.mqttproxy.tls.BackendTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a probe reaches and greets a backend.
 *
 * @param header goes ahead of everything else
 * @param tls null = plain TCP
 * @param timeout from the TCP connection to the CONNACK, TLS included
 */
public record ProbePlan(ProbeHeader header, @Nullable BackendTls tls, ProbeLogin login, Duration timeout) {

    /** The same with another header. */
    public ProbePlan with(ProbeHeader other) {
        return new ProbePlan(other, tls, login, timeout);
    }
}
