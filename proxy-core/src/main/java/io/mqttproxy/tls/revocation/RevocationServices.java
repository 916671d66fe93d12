package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.CrlConfig;
import io.mqttproxy.config.OcspConfig;
import io.mqttproxy.tls.fetch.HttpFetch;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has to outlive the contexts of a listener when files change: what was read and fetched last, and the threads of
 * handshakes that wait for it.
 *
 * <p>One for a proxy. Thread-safe.
 */
public final class RevocationServices implements AutoCloseable {

    /** Each may wait for a responder as long as its timeout. */
    private static final int HANDSHAKE_THREADS = 32;

    /** More than that would not be through in time anyway. */
    private static final int MOST_WAITING = 4_096;

    private static final long IDLE_SECONDS = 30;

    private final InstantSource clock;
    private final HttpFetch http;
    private final Map<String, CrlDownloads> downloads = new ConcurrentHashMap<>();
    private final Map<String, CrlFiles> crlFiles = new ConcurrentHashMap<>();
    private final Map<String, OcspClient> responders = new ConcurrentHashMap<>();
    private @Nullable ExecutorService handshakes;

    /**
     * Services that have fetched nothing yet.
     *
     * @param clock for every date that is compared
     * @param http over which CRLs and answers of responders are fetched
     */
    public RevocationServices(InstantSource clock, HttpFetch http) {
        this.clock = clock;
        this.http = http;
    }

    /** The time of certificates, CRLs and answers. */
    public InstantSource clock() {
        return clock;
    }

    /** How often CRLs were fetched for a listener, or could not be; only grows. */
    public long crlDownloads(String listener, boolean successful) {
        @Nullable CrlDownloads known = downloads.get(listener);
        return known == null ? 0 : successful ? known.succeeded() : known.failed();
    }

    CrlDownloads downloads(String listener, CrlConfig config) {
        http.prepare();
        return downloads.compute(
                listener,
                (name, known) ->
                        known == null ? new CrlDownloads(http, config.refresh(), clock) : known.with(config.refresh()));
    }

    /** What the next contexts of a listener take over from where a CRL file is not in order; null before the first. */
    @Nullable CrlFiles crlFilesInUse(String listener) {
        return crlFiles.get(listener);
    }

    /** Called when they begin to serve: those of a build that failed elsewhere would soon be older than these. */
    void crlFilesInUse(String listener, CrlFiles files) {
        crlFiles.put(listener, files);
    }

    OcspClient ocsp(String listener, OcspConfig config) {
        http.prepare();
        return responders.compute(
                listener, (name, known) -> known == null ? new OcspClient(http, config, clock) : known.with(config));
    }

    /** How requests of a listener ended; null when it has not been built to ask. */
    public @Nullable OcspCounts ocspCounts(String listener) {
        @Nullable OcspClient known = responders.get(listener);
        return known == null ? null : known.counts();
    }

    /**
     * Forgets what was fetched and read for listeners that are gone, or that do not ask for it any more. What still serves
     * their clients keeps what it has.
     *
     * @param serving by the listener's name
     */
    public void retain(Map<String, Revocation> serving) {
        retain(downloads, serving, Revocation::fetchesCrls);
        retain(crlFiles, serving, Revocation::hasCrls);
        retain(responders, serving, Revocation::asksResponders);
    }

    private static void retain(Map<String, ?> known, Map<String, Revocation> serving, Predicate<Revocation> uses) {
        known.keySet().removeIf(listener -> {
            @Nullable Revocation revocation = serving.get(listener);
            return revocation == null || !uses.test(revocation);
        });
    }

    /** Threads that may wait; a handshake that finds no place fails. */
    synchronized Executor handshakes() {
        if (handshakes == null) {
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    HANDSHAKE_THREADS,
                    HANDSHAKE_THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    new DefaultThreadFactory("handshake", true));
            threads.allowCoreThreadTimeOut(true);
            handshakes = threads;
        }
        return handshakes;
    }

    /** Ends the threads; handshakes that are under way there come to their end. */
    @Override
    public synchronized void close() {
        if (handshakes != null) {
            handshakes.shutdown();
        }
    }
}
