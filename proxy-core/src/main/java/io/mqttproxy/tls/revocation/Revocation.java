package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.config.RevocationConfig;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a listener knows about revoked client certificates.
 *
 * <p>Safe for any thread. CRLs are always in memory; a responder may have to be asked. {@link #start} keeps the memory fresh
 * until {@link #close}.
 */
public final class Revocation implements AutoCloseable {

    private final @Nullable Crls crls;
    private final @Nullable OcspClient ocsp;
    private final @Nullable Executor handshakes;
    private volatile Runnable unsubscribe = () -> {};

    private Revocation(@Nullable Crls crls, @Nullable OcspClient ocsp, @Nullable Executor handshakes) {
        this.crls = crls;
        this.ocsp = ocsp;
        this.handshakes = handshakes;
    }

    /**
     * Reads what the section names; blocks on files.
     *
     * @param listener the listener's name
     * @param authorities the CAs of {@code caFile}
     * @throws ConfigException with the problems of all CRL files
     */
    public static Revocation build(
            String listener, RevocationConfig config, List<X509Certificate> authorities, RevocationServices services)
            throws ConfigException {
        @Nullable CrlConfig crl = config.crl();
        @Nullable Crls crls = crl == null ? null : new Crls(listener, crl, authorities, services);
        @Nullable OcspConfig ocsp = config.ocsp();
        return ocsp == null
                ? new Revocation(crls, null, null)
                : new Revocation(crls, services.ocsp(listener, ocsp), services.handshakes());
    }

    /** For a listener that asks nothing: every path is good. */
    public static Revocation none() {
        return new Revocation(null, null, null);
    }

    /** Where handshakes have to be done that may wait for a responder; null when none has to wait. */
    public @Nullable Executor handshakes() {
        return handshakes;
    }

    /**
     * The verdict about a verified path; may wait for a responder, so not on an event loop where {@link #handshakes} is not
     * null.
     *
     * @param path the client's certificate first; empty for a certificate that is itself in {@code caFile}, which is
     *     revoked by taking it out
     */
    public Verdict check(List<IssuedCertificate> path) {
        Verdict verdict = crls == null ? Verdict.GOOD : crls.check(path);
        return verdict.status() == Verdict.Status.GOOD && ocsp != null && !path.isEmpty()
                ? ocsp.await(path.get(0))
                : verdict;
    }

    /**
     * The verdict from what is in memory, for resumed handshakes, whose decision falls on an event loop; never waits. What
     * is not known is asked in the background.
     */
    public Verdict checkFromMemory(List<IssuedCertificate> path) {
        Verdict verdict = crls == null ? Verdict.GOOD : crls.check(path);
        return verdict.status() == Verdict.Status.GOOD && ocsp != null && !path.isEmpty()
                ? ocsp.fromMemory(path.get(0))
                : verdict;
    }

    /**
     * Whether a certificate is known to be revoked, for sessions whose path is no longer at hand; never blocks.
     *
     * @param issuer the name of its issuer; the CRLs of every CA of that name count
     */
    public boolean isRevoked(X500Principal issuer, BigInteger serial) {
        return (crls != null && crls.isRevoked(issuer, serial)) || (ocsp != null && ocsp.isRevoked(issuer, serial));
    }

    /** The CRL files, in the order of the configuration. */
    public List<CrlFileFacts> crlFiles() {
        return crls == null ? List.of() : crls.fileFacts();
    }

    /**
     * Begins to keep itself fresh.
     *
     * @param background for work that blocks on files
     * @param changed called in the background whenever certificates may have become revoked
     */
    public void start(ScheduledExecutorService background, Runnable changed) {
        if (crls != null) {
            crls.start(background, changed);
        }
        if (ocsp != null) {
            OcspClient client = ocsp;
            client.subscribe(changed);
            unsubscribe = () -> client.unsubscribe(changed);
        }
    }

    /** Stops to keep itself fresh; what is known stays known. */
    @Override
    public void close() {
        if (crls != null) {
            crls.close();
        }
        unsubscribe.run();
    }
}
