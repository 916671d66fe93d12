package io.mqttproxy.tls.stapling;

import io.mqttproxy.tls.fetch.HttpFetch;
import io.mqttproxy.tls.ocsp.OcspPost;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The staples of all certificates that a proxy serves with. It outlives the contexts that are swapped when files change, so
 * that a certificate that stays keeps its staple. Thread-safe.
 */
public final class Staples implements AutoCloseable {

    /** Nobody waits for a staple, so a slow responder may take its time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final OcspTransport transport;
    private final Map<String, RefreshCounts> counts = new ConcurrentHashMap<>();
    private final Set<StapledCertificate> offered = new HashSet<>();
    private Set<StapledCertificate> served = Set.of();

    /**
     * Has fetched nothing yet.
     *
     * @param clock tells whether answers are current
     * @param http over which they are fetched
     */
    public Staples(InstantSource clock, HttpFetch http) {
        this(clock, overHttp(new OcspPost(http)));
    }

    Staples(InstantSource clock, OcspTransport transport) {
        this.clock = clock;
        this.transport = transport;
    }

    private static OcspTransport overHttp(OcspPost post) {
        return (responder, question) -> post.ask(responder, question, TIMEOUT);
    }

    /**
     * A bundle's certificate: the one that is served already, with its staple, or a new one that has none yet.
     *
     * @param chain the certificate, then its issuer
     */
    public synchronized StapledCertificate of(String bundle, List<X509Certificate> chain) {
        for (Set<StapledCertificate> known : List.of(served, offered)) {
            for (StapledCertificate certificate : known) {
                if (certificate.isOf(bundle, chain)) {
                    return certificate;
                }
            }
        }
        StapledCertificate certificate = new StapledCertificate(bundle, chain, transport, clock, counts(bundle));
        offered.add(certificate);
        return certificate;
    }

    /**
     * Keeps the staples of these certificates fresh from now on, and of no others.
     *
     * @param executor for everything but the waiting
     */
    public synchronized void serve(Collection<StapledCertificate> certificates, ScheduledExecutorService executor) {
        Set<StapledCertificate> before = served;
        served = Set.copyOf(certificates);
        offered.clear();
        before.stream().filter(certificate -> !served.contains(certificate)).forEach(StapledCertificate::close);
        served.stream().filter(certificate -> !before.contains(certificate)).forEach(added -> added.start(executor));
    }

    /** How often a bundle's staple was fetched; only grows. */
    public long succeeded(String bundle) {
        return counts(bundle).succeeded().sum();
    }

    /** How often a bundle's staple could not be had; only grows. */
    public long failed(String bundle) {
        return counts(bundle).failed().sum();
    }

    private RefreshCounts counts(String bundle) {
        @Nullable RefreshCounts known = counts.get(bundle);
        return known != null ? known : counts.computeIfAbsent(bundle, name -> new RefreshCounts());
    }

    /** Fetches no more. */
    @Override
    public synchronized void close() {
        served.forEach(StapledCertificate::close);
    }
}
