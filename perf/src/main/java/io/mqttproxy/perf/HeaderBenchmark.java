package io.mqttproxy.perf;

import io.mqttproxy.proxyprotocol.ProxyHeader;
import io.mqttproxy.proxyprotocol.ProxyHeaderEncoder;
import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.TlsFacts;
import io.mqttproxy.proxyprotocol.Tlv;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
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

/** Writing the PROXY header of a device with a certificate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderBenchmark {

    private static final int CLIENT_PORT = 50_000;
    private static final int MQTTS = 8883;

    private final ProxyHeaderEncoder defaults =
            new ProxyHeaderEncoder(ProxyProtocolVersion.V2, EnumSet.of(Tlv.ALPN, Tlv.AUTHORITY, Tlv.SSL));
    private final ProxyHeaderEncoder checked =
            new ProxyHeaderEncoder(ProxyProtocolVersion.V2, EnumSet.complementOf(EnumSet.of(Tlv.UNIQUE_ID)));
    private final ByteBuf out = Unpooled.directBuffer(1024);
    private final ProxyHeader header = new ProxyHeader(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), CLIENT_PORT),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), MQTTS),
            new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", true, false, "device-000123"),
            "mqtt",
            "broker.example.com",
            null);

    /** With the TLVs of the default. */
    @Benchmark
    public ByteBuf encode() throws ProxyHeaderException {
        defaults.encode(header, out.clear());
        return out;
    }

    /** With a checksum, too. */
    @Benchmark
    public ByteBuf encodeWithChecksum() throws ProxyHeaderException {
        checked.encode(header, out.clear());
        return out;
    }
}
