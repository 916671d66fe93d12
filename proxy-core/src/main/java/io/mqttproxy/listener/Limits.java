package io.mqttproxy.listener;

import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.Session;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says no before a byte of TLS is worked on: how many connections in all, how many from one address, how many new ones a
 * second. Safe for all event loops at once.
 */
final class Limits {

    private final LimitsConfig config;
    private final @Nullable TokenBucket rate;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> openBySource = new ConcurrentHashMap<>();

    Limits(LimitsConfig config, LongSupplier nanoClock) {
        this.config = config;
        this.rate = config.handshakes() == null
                ? null
                : new TokenBucket(config.handshakes().perSecond(), nanoClock);
    }

    /** Counts the connection in, and out again when its channel closes; the reason when it may not come in. */
    @Nullable CloseReason admit(Session session) {
        if (rate != null && !rate.tryTake()) {
            return CloseReason.LIMIT_RATE;
        }
        if (open.incrementAndGet() > config.connections()) {
            open.decrementAndGet();
            return CloseReason.LIMIT_GLOBAL;
        }
        InetAddress source = session.clientAddress().getAddress();
        if (openBySource.merge(source, 1, Integer::sum) > config.perSource()) {
            open.decrementAndGet();
            release(source);
            return CloseReason.LIMIT_SOURCE;
        }
        session.client().closeFuture().addListener(closed -> {
            open.decrementAndGet();
            release(source);
        });
        return null;
    }

    /** An address without connections leaves nothing behind. */
    private void release(InetAddress source) {
        openBySource.computeIfPresent(source, (address, count) -> count == 1 ? null : count - 1);
    }
}
