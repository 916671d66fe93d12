package io.mqttproxy.tls.stapling;

import java.security.cert.X509Certificate;
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

    private final InstantSource clock;
    private final OcspTransport transport;
    private final Map<String, RefreshCounts> counts = new ConcurrentHashMap<>();
    private final Set<StapledCertificate> offered = new HashSet<>();
    private Set<StapledCertificate> served = Set.of();

    /**
     * Fetches over HTTP.
     *
     * @param clock tells whether answers are current
     */
    public Staples(InstantSource clock) {
        this(clock, new OcspPost());
    }

    Staples(InstantSource clock, OcspTransport transport) {
        this.clock = clock;
        this.transport = transport;
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
