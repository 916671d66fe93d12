package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.RevocationConfig;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener knows about revoked client certificates.
 *
 * <p>Questions are answered from memory, on any thread. {@link #start} keeps the memory fresh until {@link #close}.
 */
public final class Revocation implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Revocation.class);

    private final InstantSource clock;
    private final @Nullable CrlFiles crls;
    private final CrlCheck check;
    private final Duration refresh;
    private volatile @Nullable Future<?> refreshing;

    private Revocation(InstantSource clock, @Nullable CrlFiles crls, CrlCheck check, Duration refresh) {
        this.clock = clock;
        this.crls = crls;
        this.check = check;
        this.refresh = refresh;
    }

    /**
     * Reads what the section names; blocks on files.
     *
     * @param authorities the CAs of {@code caFile}
     * @throws ConfigException with the problems of all CRL files
     */
    public static Revocation build(RevocationConfig config, List<X509Certificate> authorities, InstantSource clock)
            throws ConfigException {
        @Nullable CrlConfig crl = config.crl();
        return crl == null
                ? none()
                : new Revocation(
                        clock, new CrlFiles(crl, authorities, clock), new CrlCheck(crl.whenExpired()), crl.refresh());
    }

    /** For a listener that asks nothing: every path is good. */
    public static Revocation none() {
        return new Revocation(
                InstantSource.system(), null, new CrlCheck(CrlConfig.WhenExpired.REJECT), Duration.ofDays(1));
    }

    /**
     * The verdict about a verified path; never blocks.
     *
     * @param path the client's certificate first; empty for a certificate that is itself in {@code caFile}, which is
     *     revoked by taking it out
     */
    public Verdict check(List<IssuedCertificate> path) {
        @Nullable CrlFiles files = crls;
        return files == null ? Verdict.GOOD : check.check(path, files.index(), clock.instant());
    }

    /**
     * Whether a certificate is known to be revoked, for sessions whose path is no longer at hand; never blocks.
     *
     * @param issuer the name of its issuer; the CRLs of every CA of that name count
     */
    public boolean isRevoked(X500Principal issuer, BigInteger serial) {
        @Nullable CrlFiles files = crls;
        return files != null && files.index().isRevoked(issuer, serial);
    }

    /** The CRL files, in the order of the configuration. */
    public List<CrlFileFacts> crlFiles() {
        @Nullable CrlFiles files = crls;
        return files == null
                ? List.of()
                : files.files().stream()
                        .map(file -> new CrlFileFacts(file.name(), file.nextUpdate(), file.failed()))
                        .toList();
    }

    /**
     * Begins to keep itself fresh.
     *
     * @param background for work that blocks on files
     * @param changed called there whenever certificates may have become revoked
     */
    public void start(ScheduledExecutorService background, Runnable changed) {
        @Nullable CrlFiles files = crls;
        if (files != null) {
            long every = refresh.toMillis();
            refreshing = background.scheduleWithFixedDelay(
                    () -> refresh(files, changed), every, every, TimeUnit.MILLISECONDS);
        }
    }

    private static void refresh(CrlFiles files, Runnable changed) {
        try {
            if (files.refresh()) {
                changed.run();
            }
        } catch (RuntimeException e) {
            log.error("CRLs could not be refreshed, by a defect of the proxy; please report it", e);
        }
    }

    /** Stops to keep itself fresh; what is known stays known. */
    @Override
    public void close() {
        @Nullable Future<?> task = refreshing;
        if (task != null) {
            task.cancel(false);
        }
    }
}
