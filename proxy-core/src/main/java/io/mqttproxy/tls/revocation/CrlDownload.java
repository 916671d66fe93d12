package io.mqttproxy.tls.revocation;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CRLs of one distribution point and when they are to be fetched again. Its state changes under its own lock. */
final class CrlDownload {

    private static final Logger log = LoggerFactory.getLogger(CrlDownload.class);

    private final URI location;
    private List<Crl> crls = List.of();
    private Instant due = Instant.MIN;
    private boolean running;
    private boolean failed;

    CrlDownload(URI location) {
        this.location = location;
    }

    URI location() {
        return location;
    }

    synchronized List<Crl> crls() {
        return crls;
    }

    /** Claims the next fetch; true for one caller when it is due. */
    synchronized boolean claim(Instant now) {
        if (running || now.isBefore(due)) {
            return false;
        }
        running = true;
        return true;
    }

    /** Takes what was fetched, unless it is older than what is there, which somebody on the way may have kept. */
    synchronized boolean succeeded(List<Crl> fetched, Instant nextDue) {
        running = false;
        failed = false;
        due = nextDue;
        boolean newer = crls.isEmpty() || newest(fetched).isAfter(newest(crls));
        if (newer) {
            crls = fetched;
        }
        return newer;
    }

    /** Keeps what is there. */
    synchronized void failed(String why, Instant nextDue) {
        if (!failed) {
            log.warn("CRL {} cannot be fetched: {}", location, why);
        }
        running = false;
        failed = true;
        due = nextDue;
    }

    private static Instant newest(List<Crl> crls) {
        return crls.stream().map(Crl::thisUpdate).max(Instant::compareTo).orElseThrow();
    }
}
