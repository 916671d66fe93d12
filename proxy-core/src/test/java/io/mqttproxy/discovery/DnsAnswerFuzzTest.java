package io.mqttproxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.config.DiscoveryConfig.RecordType;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Bytes that could come from a name server, through Netty's decoder as in the proxy. */
class DnsAnswerFuzzTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);

    @FuzzTest
    void eitherReadsCleanBackendsOrRefuses(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new DatagramDnsResponseDecoder());
        try {
            channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(bytes), ADDRESS, ADDRESS));
            DatagramDnsResponse response = channel.readInbound();
            if (response != null) {
                read(response);
            }
        } catch (DecoderException e) {
            assertThat(e).isNotNull(); // the resolver drops it
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static void read(DatagramDnsResponse response) {
        try {
            for (RecordType type : RecordType.values()) {
                read(response, type);
            }
        } finally {
            response.release();
        }
    }

    private static void read(DatagramDnsResponse response, RecordType type) {
        try {
            check(DnsAnswer.read(response, new Dns("a", type, 1883, List.of())));
        } catch (DiscoveryException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (DecoderException | IndexOutOfBoundsException e) {
            assertThat(e).isNotNull(); // a malformed name, which the source reports
        }
    }

    private static void check(Discovered found) {
        assertThat(found.validFor()).isBetween(Duration.ZERO, Duration.ofDays(1));
        assertThat(found.backends()).isNotEmpty().allSatisfy(backend -> assertThat(backend.host())
                .matches("[a-z0-9_.:-]+"));
    }
}
