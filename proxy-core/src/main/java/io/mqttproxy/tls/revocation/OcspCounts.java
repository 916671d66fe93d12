package io.mqttproxy.tls.revocation;

import java.util.concurrent.atomic.LongAdder;

/** How requests to responders ended; numbers that only grow, for any thread. */
public final class OcspCounts {

    private final LongAdder good = new LongAdder();
    private final LongAdder revoked = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void count(Verdict.Status status) {
        switch (status) {
            case GOOD -> good.increment();
            case REVOKED -> revoked.increment();
            case UNKNOWN -> unknown.increment();
        }
    }

    void failed() {
        failed.increment();
    }

    /** Answers that a certificate is good. */
    public long goodOnes() {
        return good.sum();
    }

    /** Answers that a certificate is revoked. */
    public long revokedOnes() {
        return revoked.sum();
    }

    /** Answers that the responder does not know a certificate. */
    public long unknownOnes() {
        return unknown.sum();
    }

    /** Requests without an answer that is worth something. */
    public long failedOnes() {
        return failed.sum();
    }
}
