package io.mqttproxy.tls.stapling;

import io.mqttproxy.tls.ocsp.OcspQuestion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Carries a question to its responder. */
interface OcspTransport {

    /** Completes with what the responder says, or exceptionally when that does not come in time; never blocks. */
    CompletableFuture<byte[]> ask(URI responder, OcspQuestion question);
}
