package io.mqttproxy.relay;

import io.mqttproxy.routing.Cidr;
import io.mqttproxy.routing.CidrMap;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom operators keep out, until a moment that they choose or until they lift the ban. In memory: what keeps them longer calls
 * {@link #replace}.
 *
 * <p>Event loops ask without a lock: one look for an accepted connection and two for a CONNECT, however many bans there are.
 */
public final class Bans {

    /** So that nobody fills the memory; far more than people look through. */
    public static final int MOST = 10_000;

    private final ConcurrentMap<String, Ban> clientIds = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Ban> identities = new ConcurrentHashMap<>();
    private final CidrMap<Ban> addresses = new CidrMap<>();
    private final InstantSource clock;

    /** Nobody is banned. */
    public Bans(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Bans from now on, in place of an earlier ban of the same value. Those who are connected stay, see {@link
     * SessionControl#end}.
     *
     * @param until null = until it is lifted
     * @param reason in the operator's words, or null
     * @throws IllegalArgumentException when the value is none of its kind, or when there are {@link #MOST} bans; says what was
     *     expected
     */
    public synchronized Ban add(BannedBy kind, String value, @Nullable Instant until, @Nullable String reason) {
        Ban ban = new Ban(kind, kind.normalize(value), clock.instant(), until, reason);
        if (find(kind, ban.value()) == null && list().size() >= MOST) {
            throw new IllegalArgumentException(MOST + " bans are in force (expected: fewer; lift some)");
        }
        put(ban);
        return ban;
    }

    private void put(Ban ban) {
        switch (ban.kind()) {
            case CLIENT_ID -> clientIds.put(ban.value(), ban);
            case IDENTITY -> identities.put(ban.value(), ban);
            case ADDRESS -> addresses.put(Cidr.parse(ban.value()), ban);
        }
    }

    /**
     * Lifts a ban.
     *
     * @return whether there was one
     * @throws IllegalArgumentException when the value is none of its kind
     */
    public synchronized boolean remove(BannedBy kind, String value) {
        @Nullable Ban ban = find(kind, kind.normalize(value));
        if (ban != null) {
            forget(ban);
        }
        return ban != null;
    }

    /**
     * Has these in force and no others. Those who are in both are kept out all the time.
     *
     * @param next each value once, as {@link BannedBy#normalize} writes it; {@link #MOST} at most
     */
    public synchronized void replace(Collection<Ban> next) {
        List<Ban> before = list();
        next.forEach(this::put); // first, so that nobody slips through
        Set<Ban> stay = new HashSet<>(next);
        before.stream().filter(ban -> !stay.contains(ban)).forEach(this::forget);
    }

    /** The ban of a value; null when there is none. */
    public @Nullable Ban get(BannedBy kind, String value) {
        return find(kind, kind.normalize(value));
    }

    /** What is in force now, the latest first. */
    public synchronized List<Ban> list() {
        Instant now = clock.instant();
        List<Ban> all = new ArrayList<>();
        List<Ban> over = new ArrayList<>();
        Stream.of(clientIds.values(), identities.values(), addresses.values())
                .forEach(bans -> bans.forEach(ban -> (ban.hasExpired(now) ? over : all).add(ban)));
        over.forEach(this::forget);
        all.sort(Comparator.comparing(Ban::since).reversed());
        return all;
    }

    /** Whether an address may not connect. */
    public boolean isBanned(InetAddress address) {
        if (addresses.size() == 0) {
            return false;
        }
        @Nullable Ban ban = addresses.find(address.getAddress());
        if (ban != null && ban.hasExpired(clock.instant())) {
            forget(ban);
            return isBanned(address); // a larger block may be banned still
        }
        return ban != null;
    }

    /** By what a client is banned that has said who it is; null when it is not. */
    @Nullable BannedBy match(String clientId, @Nullable String identity) {
        if (isInForce(clientIds.get(clientId))) {
            return BannedBy.CLIENT_ID;
        }
        return identity != null && isInForce(identities.get(identity)) ? BannedBy.IDENTITY : null;
    }

    private boolean isInForce(@Nullable Ban ban) {
        if (ban != null && ban.hasExpired(clock.instant())) {
            forget(ban);
            return false;
        }
        return ban != null;
    }

    private @Nullable Ban find(BannedBy kind, String value) {
        return switch (kind) {
            case CLIENT_ID -> clientIds.get(value);
            case IDENTITY -> identities.get(value);
            case ADDRESS -> addresses.get(Cidr.parse(value));
        };
    }

    /** Not a later ban of the same value. */
    private synchronized void forget(Ban ban) {
        switch (ban.kind()) {
            case CLIENT_ID -> clientIds.remove(ban.value(), ban);
            case IDENTITY -> identities.remove(ban.value(), ban);
            case ADDRESS -> {
                Cidr block = Cidr.parse(ban.value());
                if (ban.equals(addresses.get(block))) {
                    addresses.remove(block);
                }
            }
        }
    }
}
