package io.mqttproxy.relay;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.util.List;

/** What CRLs and responders have revoked, as far as it is known at the moment. */
@FunctionalInterface
public interface KnownRevocations {

    /**
     * Whether a certificate of a path is revoked; from memory, any thread.
     *
     * @param listener the listener that the client came in by: each has CRLs and responders of its own
     * @param path the client's certificate and those between it and its CA; may be empty
     */
    boolean isRevoked(String listener, List<IssuedCertificate> path);
}
