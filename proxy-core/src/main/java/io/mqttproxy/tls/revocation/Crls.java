package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.CrlConfig;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All CRLs of a listener, from files and from distribution points. */
final class Crls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Crls.class);
    private static final long TICK_MILLIS = 200;

    private final CrlConfig config;
    private final CrlFiles files;
    private final @Nullable CrlDownloads downloads;
    private final Consumer<CrlFiles> inUse;
    private final InstantSource clock;
    private final CrlCheck check;
    private volatile Runnable stop = () -> {};

    /**
     * Reads the files.
     *
     * @throws ConfigException with the problems of all files that cannot be used
     */
    Crls(String listener, CrlConfig config, List<X509Certificate> authorities, RevocationServices services)
            throws ConfigException {
        this.config = config;
        this.clock = services.clock();
        this.files = new CrlFiles(config, authorities, clock, services.crlFilesInUse(listener));
        this.downloads = config.distributionPoints() ? services.downloads(listener, config) : null;
        this.inUse = started -> services.crlFilesInUse(listener, started);
        this.check = new CrlCheck(config.whenExpired(), downloads != null);
    }

    boolean fetches() {
        return downloads != null;
    }

    Verdict check(List<IssuedCertificate> path) {
        if (downloads == null) {
            return check.check(path, files.index(), clock.instant());
        }
        path.forEach(downloads::want);
        return check.check(path, this::fromBoth, clock.instant());
    }

    boolean isRevoked(List<IssuedCertificate> path) {
        return CrlCheck.revokes(path, downloads == null ? files.index() : this::fromBoth);
    }

    private List<Crl> fromBoth(X509Certificate authority) {
        List<Crl> fromFiles = files.index().of(authority);
        List<Crl> fetched = downloads == null ? List.of() : downloads.of(authority);
        return fromFiles.isEmpty()
                ? fetched
                : CrlIndex.latest(
                        Stream.concat(fromFiles.stream(), fetched.stream()).toList());
    }

    List<CrlFileFacts> fileFacts() {
        return files.files().stream()
                .map(file -> new CrlFileFacts(file.name(), file.nextUpdate(), file.failed()))
                .toList();
    }

    void start(ScheduledExecutorService background, Runnable changed) {
        inUse.accept(files);
        long every = config.refresh().toMillis();
        Future<?> reading =
                background.scheduleWithFixedDelay(() -> refreshFiles(changed), every, every, TimeUnit.MILLISECONDS);
        if (downloads == null) {
            stop = () -> reading.cancel(false);
            return;
        }
        downloads.subscribe(changed);
        Future<?> fetching =
                background.scheduleWithFixedDelay(downloads::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        stop = () -> {
            reading.cancel(false);
            fetching.cancel(false);
            downloads.unsubscribe(changed);
        };
    }

    private void refreshFiles(Runnable changed) {
        try {
            if (files.refresh()) {
                changed.run();
            }
        } catch (RuntimeException e) {
            log.error("CRLs could not be refreshed, by a defect of the proxy; please report it", e);
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
