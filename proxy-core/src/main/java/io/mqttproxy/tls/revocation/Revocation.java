package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.config.RevocationConfig;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
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

    boolean hasCrls() {
        return crls != null;
    }

    boolean fetchesCrls() {
        return crls != null && crls.fetches();
    }

    boolean asksResponders() {
        return ocsp != null;
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
     * Whether a certificate of a path is known to be revoked, for connections that are open: what cannot be told, because a
     * CRL is past its date or a responder has no answer, ends none. From memory; asks nobody and never waits.
     *
     * @param path as in {@link #check}
     */
    public boolean isRevoked(List<IssuedCertificate> path) {
        return (crls != null && crls.isRevoked(path))
                || (ocsp != null && !path.isEmpty() && ocsp.isRevoked(path.get(0)));
    }

    /**
     * Has a responder asked in the background where its last answer about a path is not fresh any more. When the new one is
     * that the certificate is revoked, whoever {@link #start} was told of hears it.
     *
     * @param path as in {@link #check}
     * @return completes when there is nothing more to wait for, never with a failure
     */
    public CompletableFuture<?> refreshStatus(List<IssuedCertificate> path) {
        return ocsp == null || path.isEmpty() ? CompletableFuture.completedFuture(null) : ocsp.refresh(path.get(0));
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
