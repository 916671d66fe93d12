package io.mqttproxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.function.ToLongFunction;

/** What the allocator of network buffers holds, in bytes; for any thread. */
final class BufferMemory {

    private BufferMemory() {}

    /** Outside the heap. */
    static long direct() {
        return ask(ByteBufAllocatorMetric::usedDirectMemory);
    }

    /** In the heap. */
    static long heap() {
        return ask(ByteBufAllocatorMetric::usedHeapMemory);
    }

    private static long ask(ToLongFunction<ByteBufAllocatorMetric> question) {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
                ? question.applyAsLong(allocator.metric())
                : 0;
    }
}
