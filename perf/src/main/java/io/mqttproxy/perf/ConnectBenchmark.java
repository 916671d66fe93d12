package io.mqttproxy.perf;

import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.ConnectParser;
import io.mqttproxy.mqtt.ConnectRewriter;
import io.mqttproxy.mqtt.ReceivedConnect;
import io.mqttproxy.mqtt.ReservedNames;
import io.mqttproxy.mqtt.UserProperty;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a CONNECT of MQTT 5 as a device sends it, and putting an identity into it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectBenchmark {

    private final ByteBuf packet = Unpooled.directBuffer().writeBytes(connect());
    private final ReceivedConnect received = new ReceivedConnect(ConnectParser.parse(packet), packet);
    private final ConnectChanges changes = new ConnectChanges(
            null,
            "device-000123",
            null,
            List.of(new UserProperty("x-device-serial", "0123456789abcdef")),
            ReservedNames.of(List.of("x-device-serial")),
            false);

    /** Bytes in, facts out. */
    @Benchmark
    public ConnectPacket parse() {
        return ConnectParser.parse(packet);
    }

    /** A user name and a user property put in. */
    @Benchmark
    public boolean rewrite() {
        return ConnectRewriter.rewrite(PooledByteBufAllocator.DEFAULT, received, changes)
                .release();
    }

    private static byte[] connect() {
        ByteBuf body = Unpooled.buffer();
        string(body, "MQTT");
        body.writeByte(5); // protocol level
        body.writeByte(0x02); // clean start
        body.writeShort(60); // keep alive
        body.writeByte(8); // property length
        body.writeByte(0x11).writeInt(3600); // Session Expiry Interval
        body.writeByte(0x21).writeShort(20); // Receive Maximum
        string(body, "sensor-000123-berlin-hall-7");
        ByteBuf packet = Unpooled.buffer()
                .writeByte(0x10)
                .writeByte(body.readableBytes())
                .writeBytes(body);
        byte[] bytes = new byte[packet.readableBytes()];
        packet.readBytes(bytes);
        return bytes;
    }

    private static void string(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
