package io.mqttproxy.admin;

import io.mqttproxy.metrics.ListenerCounts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxy as a whole. Called from the admin event loop; must not block. */
public interface ProxyView {

    /**
     * The process at one moment.
     *
     * @param version the program's
     * @param started when it was started
     * @param draining whether it is on its way out
     * @param heapUsed in bytes
     * @param heapMost in bytes
     * @param directUsed memory of network buffers, in bytes
     * @param loopLagNanos how long a task has just had to wait for each event loop, in nanoseconds
     */
    record ProcessFacts(
            String version,
            Instant started,
            boolean draining,
            long heapUsed,
            long heapMost,
            long directUsed,
            List<Long> loopLagNanos) {

        /** Copies the list. */
        public ProcessFacts {
            loopLagNanos = List.copyOf(loopLagNanos);
        }
    }

    /**
     * A listener.
     *
     * @param address where it is bound; null before it is
     * @param tls null = without TLS; else who must show a certificate: none, optional or required
     * @param proxyProtocol whether connections must begin with a PROXY header
     * @param connectionsLimit how many connections it admits at the same time
     * @param counts what has happened there
     */
    record Listener(
            String name,
            @Nullable String address,
            @Nullable String tls,
            boolean proxyProtocol,
            int connectionsLimit,
            ListenerCounts counts) {}

    /**
     * Where a certificate is used.
     *
     * @param kind {@code listener}, {@code cluster} or {@code admin}
     * @param name of the listener or the cluster; {@code port} for the admin port
     * @param sni the server names that it is chosen for; empty = it is the one without a match, or a client certificate
     */
    record Use(String kind, String name, List<String> sni) {

        /** Copies the list. */
        public Use {
            sni = List.copyOf(sni);
        }
    }

    /** Where a bundle is from. */
    enum Origin {
        /** Files that the configuration names. */
        FILE("file", "the configuration"),
        /** The admin port. */
        MANAGED("managed", "the admin port");

        private final String word;
        private final String words;

        Origin(String word, String words) {
            this.word = word;
            this.words = words;
        }

        String word() {
            return word;
        }

        String words() {
            return words;
        }
    }

    /**
     * The certificate of a bundle.
     *
     * @param bundle its name
     * @param origin where it is from; a managed one may stand for one of the same name in the configuration
     * @param subject as RFC 2253 writes it
     * @param issuer likewise
     * @param serial in lower-case hex
     * @param fingerprint its SHA-256 in lower-case hex
     * @param names its subject alternative names, each with its kind, such as {@code DNS:a.example.com}
     */
    record Certificate(
            String bundle,
            Origin origin,
            String subject,
            String issuer,
            String serial,
            String fingerprint,
            List<String> names,
            Instant notBefore,
            Instant notAfter,
            List<Use> uses) {

        /** Copies the lists. */
        public Certificate {
            names = List.copyOf(names);
            uses = List.copyOf(uses);
        }
    }

    /** The process now. */
    ProcessFacts process();

    /** All listeners, in the order of the configuration. */
    List<Listener> listeners();

    /** The certificates of all bundles, in the order of their names. */
    List<Certificate> certificates();
}
