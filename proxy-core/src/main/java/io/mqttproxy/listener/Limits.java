package io.mqttproxy.listener;

import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.Session;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says no before a byte of TLS is worked on: how many connections in all, how many from one address, how many new ones a
 * second. Behind a load balancer the last two wait for its PROXY header. Safe for all event loops at once.
 */
final class Limits {

    private static final int NETWORK_BYTES = 8;

    private final LimitsConfig config;
    private final LongSupplier nanoClock;
    private final @Nullable FairRate rate;
    private final AtomicInteger open;
    private final ConcurrentMap<InetAddress, Integer> openBySource;

    Limits(LimitsConfig config, LongSupplier nanoClock) {
        this(config, nanoClock, bucket(config, nanoClock), new AtomicInteger(), new ConcurrentHashMap<>());
    }

    private Limits(
            LimitsConfig config,
            LongSupplier nanoClock,
            @Nullable FairRate rate,
            AtomicInteger open,
            ConcurrentMap<InetAddress, Integer> openBySource) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.rate = rate;
        this.open = open;
        this.openBySource = openBySource;
    }

    private static @Nullable FairRate bucket(LimitsConfig config, LongSupplier nanoClock) {
        return config.handshakes() == null
                ? null
                : new FairRate(config.handshakes().perSecond(), nanoClock);
    }

    /** Other numbers for the same listener: the connections that are open now count for these and for those. */
    Limits with(LimitsConfig next) {
        boolean sameRate = Objects.equals(next.handshakes(), config.handshakes());
        return new Limits(next, nanoClock, sameRate ? rate : bucket(next, nanoClock), open, openBySource);
    }

    /**
     * Counts an accepted connection in, and out again when its channel closes; the reason when there are too many.
     */
    @Nullable CloseReason admitConnection(Session session) {
        if (open.incrementAndGet() > config.connections()) {
            open.decrementAndGet();
            return CloseReason.LIMIT_GLOBAL;
        }
        session.client().closeFuture().addListener(closed -> open.decrementAndGet());
        return null;
    }

    /**
     * Counts a client in once its address is known, and out again when its channel closes; the reason when it may not come
     * in.
     *
     * <p>The rate comes last: an address that is over its own limit must not use up what is there for the others; nor can
     * one that connects and goes away again at once, see {@link FairRate}.
     */
    @Nullable CloseReason admitSource(Session session) {
        InetAddress source = source(session.clientAddress().getAddress());
        if (openBySource.merge(source, 1, Integer::sum) > config.perSource()) {
            release(source);
            return CloseReason.LIMIT_SOURCE;
        }
        if (rate != null && !rate.tryTake(source)) {
            release(source);
            return CloseReason.LIMIT_RATE;
        }
        session.client().closeFuture().addListener(closed -> release(source));
        return null;
    }

    /** One subscriber has a whole /64 of IPv6 (RFC 6177), so that counts as one source. */
    private static InetAddress source(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] network = address.getAddress();
        Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /** An address without connections leaves nothing behind. */
    private void release(InetAddress source) {
        openBySource.computeIfPresent(source, (address, count) -> count == 1 ? null : count - 1);
    }
}
