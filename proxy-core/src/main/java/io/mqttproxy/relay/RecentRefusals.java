package io.mqttproxy.relay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest refusals: for each reason the same number, so that a flood of one kind does not push the others out.
 *
 * <p>Event loops add without a lock, for the price of one small object each; the memory is bounded by the number of reasons.
 */
public final class RecentRefusals {

    /** A power of two. */
    static final int EACH_REASON = 64;

    private static final class Ring {

        private final AtomicReferenceArray<@Nullable Refusal> slots = new AtomicReferenceArray<>(EACH_REASON);
        private final AtomicInteger next = new AtomicInteger();

        void add(Refusal refusal) {
            slots.set(next.getAndIncrement() & (EACH_REASON - 1), refusal);
        }

        void collect(List<Refusal> into) {
            for (int i = 0; i < EACH_REASON; i++) {
                @Nullable Refusal refusal = slots.get(i);
                if (refusal != null) {
                    into.add(refusal);
                }
            }
        }
    }

    private final Map<CloseReason, Ring> rings;

    RecentRefusals() {
        EnumMap<CloseReason, Ring> made = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            made.put(reason, new Ring());
        }
        rings = made;
    }

    /** Adds one; any thread. */
    void add(Refusal refusal) {
        @Nullable Ring ring = rings.get(refusal.reason());
        if (ring != null) {
            ring.add(refusal);
        }
    }

    /** All that are remembered, the latest first; any thread. */
    public List<Refusal> list() {
        List<Refusal> all = new ArrayList<>();
        rings.values().forEach(ring -> ring.collect(all));
        all.sort(Comparator.comparingLong(Refusal::endedAt).reversed());
        return all;
    }
}
