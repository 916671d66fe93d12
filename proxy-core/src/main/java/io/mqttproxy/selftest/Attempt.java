package io.mqttproxy.selftest;

import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.relay.ProbeHeader;
import java.util.Locale;

/**
 * One way to reach a backend.
 *
 * @param header what goes ahead
 * @param tls whether with the cluster's TLS, or in the clear although it has one
 */
record Attempt(ProbeHeader header, boolean tls) {

    /** {@code PROXY v2 header}, {@code PROXY v2 header that tells of a certificate}. */
    String headerWords() {
        return "PROXY " + header.version().name().toLowerCase(Locale.ROOT) + " header"
                + (header.asVerifiedClient() ? " that tells of a verified client certificate" : "");
    }

    boolean hasHeader() {
        return header.version() != ProxyProtocolVersion.OFF;
    }
}
