package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.RevocationConfig;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a listener knows about revoked client certificates.
 *
 * <p>Questions are answered from memory, on any thread. {@link #start} keeps the memory fresh until {@link #close}.
 */
public final class Revocation implements AutoCloseable {

    private final @Nullable Crls crls;

    private Revocation(@Nullable Crls crls) {
        this.crls = crls;
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
        if (crl == null) {
            return none();
        }
        @Nullable CrlDownloads downloads = crl.distributionPoints() ? services.downloads(listener, crl) : null;
        return new Revocation(new Crls(crl, authorities, downloads, services.clock()));
    }

    /** For a listener that asks nothing: every path is good. */
    public static Revocation none() {
        return new Revocation(null);
    }

    /**
     * The verdict about a verified path; never blocks.
     *
     * @param path the client's certificate first; empty for a certificate that is itself in {@code caFile}, which is
     *     revoked by taking it out
     */
    public Verdict check(List<IssuedCertificate> path) {
        return crls == null ? Verdict.GOOD : crls.check(path);
    }

    /**
     * Whether a certificate is known to be revoked, for sessions whose path is no longer at hand; never blocks.
     *
     * @param issuer the name of its issuer; the CRLs of every CA of that name count
     */
    public boolean isRevoked(X500Principal issuer, BigInteger serial) {
        return crls != null && crls.isRevoked(issuer, serial);
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
    }

    /** Stops to keep itself fresh; what is known stays known. */
    @Override
    public void close() {
        if (crls != null) {
            crls.close();
        }
    }
}
