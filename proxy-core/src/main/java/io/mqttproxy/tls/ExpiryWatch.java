package io.mqttproxy.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns in the log, once a day, of server certificates that expire soon. */
public final class ExpiryWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final Duration SOON = Duration.ofDays(21);

    private final Supplier<LiveTls> tls;
    private final InstantSource clock;
    private @Nullable ScheduledFuture<?> looks;

    /** Watches the bundles of what serves at the moment. */
    public ExpiryWatch(Supplier<LiveTls> tls, InstantSource clock) {
        this.tls = tls;
        this.clock = clock;
    }

    /** Looks now and then once a day. Called once. */
    public void start(ScheduledExecutorService executor) {
        looks = executor.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.DAYS);
    }

    private void look() {
        Instant now = clock.instant();
        tls.get().certificates().forEach((bundle, certificate) -> {
            Instant end = certificate.getNotAfter().toInstant();
            Duration left = Duration.between(now, end);
            if (left.isNegative()) {
                log.error(
                        "The certificate of bundle {} expired on {} and is still served: replace its files",
                        bundle,
                        end);
            } else if (left.compareTo(SOON) < 0) {
                log.warn("The certificate of bundle {} expires on {}, in {} days", bundle, end, left.toDays());
            }
        });
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
