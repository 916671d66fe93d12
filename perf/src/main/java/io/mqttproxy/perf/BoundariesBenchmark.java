package io.mqttproxy.perf;

import io.mqttproxy.mqtt.PacketBoundaries;
import io.mqttproxy.mqtt.PacketTally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Following packets through 16 KiB of a stream, as much as a TLS record holds: 16,384 ns would be 1 GB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BoundariesBenchmark {

    private static final int RECORD = 16_384;
    /** The largest Remaining Length of one byte. */
    private static final int ONE_LENGTH_BYTE = 127;

    /** Of each PUBLISH, after its fixed header. */
    @Param({"100", "4096"})
    public int packetBytes = 100;

    private final ByteBuf record = Unpooled.directBuffer(RECORD, RECORD);
    private final PacketBoundaries boundaries = PacketBoundaries.fromBackend();
    private final PacketBoundaries fromClient = PacketBoundaries.fromClient();
    private final PacketBoundaries counted = PacketBoundaries.fromClient();

    /**
     * Fills the record; the last packet is cut short to fit.
     *
     * @throws IllegalStateException when this is no stream of packets, which would be skipped in no time
     */
    @Setup
    public void fill() {
        while (record.isWritable()) {
            int room = record.writableBytes();
            int body = Math.min(packetBytes, room - (room > ONE_LENGTH_BYTE + 2 ? 3 : 2));
            record.writeByte(0x30); // PUBLISH
            if (body > ONE_LENGTH_BYTE) {
                record.writeByte((body & 0x7F) | 0x80).writeByte(body >> 7);
            } else {
                record.writeByte(body);
            }
            record.writeZero(body);
        }
        counted.count(new PacketTally());
        if (!advance()) {
            throw new IllegalStateException("the record does not end with a packet (expected: whole packets)");
        }
    }

    /** All of the record, on the lookout for a second CONNECT. */
    @Benchmark
    public boolean advanceFromClient() {
        fromClient.advance(record);
        return fromClient.atBoundary();
    }

    /** The same, and packets are counted by type. */
    @Benchmark
    public boolean advanceCounted() {
        counted.advance(record);
        return counted.atBoundary();
    }

    /** All of the record. */
    @Benchmark
    public boolean advance() {
        boundaries.advance(record);
        return boundaries.atBoundary();
    }
}
