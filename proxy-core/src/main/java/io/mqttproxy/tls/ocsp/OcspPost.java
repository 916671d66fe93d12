package io.mqttproxy.tls.ocsp;

import io.mqttproxy.tls.fetch.HttpFetch;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** OCSP over HTTP with POST (RFC 6960 appendix A.1). Thread-safe. */
public final class OcspPost {

    private static final String CONTENT_TYPE = "application/ocsp-request";

    /** Replies of public CAs have 0.3 to 3 KiB, and every client that asks gets a staple's bytes in its handshake. */
    static final int MOST_BYTES = 16 * 1024;

    private final HttpFetch http;

    /** Asks over a client that others may use as well. */
    public OcspPost(HttpFetch http) {
        this.http = http;
    }

    /**
     * Asks; never blocks.
     *
     * @param responder an {@code http} address
     * @param timeout for everything, from connecting to the last byte
     * @return the bytes of a reply, not verified; fails when they do not come in time, are more than 16 KiB or an error page
     */
    public CompletableFuture<byte[]> ask(URI responder, OcspQuestion question, Duration timeout) {
        return http.post(responder, CONTENT_TYPE, question.encoded(), timeout, MOST_BYTES);
    }
}
