package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapWatchTest {

    private static final long MIB = 1 << 20;

    private final Heap heap = new Heap();
    private final HeapWatch watch = new HeapWatch(heap);

    @Test
    void collectsWhenMoreThanTheLeastGrowthHasPiledUp() {
        // given
        heap.live = 10 * MIB;
        heap.used = HeapWatch.LEAST_GROWTH;

        // when
        watch.run();
        heap.used++;
        watch.run();

        // then
        assertThat(heap.collectedAt).containsExactly(HeapWatch.LEAST_GROWTH + 1);
    }

    @Test
    void countsGrowthFromWhatWasAliveTheLastTime() {
        // given
        heap.live = 50 * MIB;
        heap.used = 60 * MIB;
        watch.run();

        // when
        for (heap.used = heap.live; heap.used <= 50 * MIB + HeapWatch.LEAST_GROWTH; heap.used += MIB) {
            watch.run();
        }

        // then
        assertThat(heap.collectedAt).containsExactly(60 * MIB);
    }

    @Test
    void waitsForLongerWhereMuchIsAlive() {
        // given
        heap.live = 1_000 * MIB;
        heap.used = 1_000 * MIB;
        watch.run();

        // when
        heap.used = 1_500 * MIB;
        watch.run();
        heap.used++;
        watch.run();

        // then
        assertThat(heap.collectedAt).containsExactly(1_000 * MIB, 1_500 * MIB + 1);
    }

    @Test
    void aGrowingNumberOfConnectionsCostsFewCollections() {
        // when all that is added stays, up to some 160,000 connections
        for (long mib = 1; mib <= 1_024; mib++) {
            heap.live = mib * MIB;
            heap.used = mib * MIB;
            watch.run();
        }

        // then
        assertThat(heap.collectedAt).hasSizeLessThan(12);
    }

    @Test
    void seesThatJavaHasCollectedByItself() {
        // given
        heap.live = 100 * MIB;
        heap.used = 100 * MIB;
        watch.run();
        heap.live = 10 * MIB;
        heap.used = 10 * MIB;
        watch.run();

        // when
        heap.used = 10 * MIB + HeapWatch.LEAST_GROWTH + 1;
        watch.run();

        // then
        assertThat(heap.collectedAt).hasSize(2);
    }

    @Test
    void leavesCollectorsAloneThatLookByThemselves() {
        // given
        boolean serial = Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseSerialGC")
                .getValue());

        // then
        assertThat(HeapWatch.ofThisJava().isPresent()).isEqualTo(serial);
    }

    /** An old generation of whatever size a test wants. */
    private static final class Heap implements HeapWatch.OldGeneration {

        private final List<Long> collectedAt = new ArrayList<>();
        private long live;
        private long used;

        @Override
        public long used() {
            return used;
        }

        @Override
        public void collect() {
            collectedAt.add(used);
            used = live;
        }
    }
}
