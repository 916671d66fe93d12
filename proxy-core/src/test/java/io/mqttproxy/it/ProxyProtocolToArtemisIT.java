package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PROXY header as a real broker and an independent decoder see it. */
class ProxyProtocolToArtemisIT {

    private static final int SSL_CIPHER = 0x23;
    private static final String CLUSTER = "backends: [\"127.0.0.1:%d\"]\nproxyProtocol: v2";

    @TempDir
    private Path folder;

    @Test
    void tellsArtemisTheDevicesAddressAndVerifiedName() {
        // given
        TestPki pki = TestPki.in(folder);
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol();
                ProxyUnderTest proxy = ProxyUnderTest.mutual(
                        folder,
                        pki,
                        "identity: {from: subject.cn}\nconnect: {username: \"${identity}\"}",
                        CLUSTER.formatted(broker.port()));
                Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            byte[] connack = device.send(Packets.connect311("behind-proxy")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            ArtemisBroker.SeenClient seen = broker.seen("behind-proxy").orElseThrow();
            assertThat(seen.remoteAddress()).contains("127.0.0.1:" + device.localPort());
            assertThat(seen.username()).isEqualTo("device-a");
        }
    }

    @Test
    void sendsAHeaderThatNettysDecoderReadsWithNameVersionAndCipher() {
        // given
        TestPki pki = TestPki.in(folder);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.mutual(folder, pki, "", CLUSTER.formatted(broker.port()));
                Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            device.send(Packets.connect311("d")).read(4);
            byte[] captured = broker.awaitConnection(0).awaitProxyHeader();

            // then
            HAProxyMessage header = decode(captured);
            try {
                assertThat(header.sourceAddress()).isEqualTo("127.0.0.1");
                assertThat(header.sourcePort()).isEqualTo(device.localPort());
                assertThat(header.destinationPort()).isEqualTo(proxy.port());
                Map<Integer, String> ssl = sslFacts(header);
                assertThat(ssl.get(0x21)).isEqualTo("TLSv1.3");
                assertThat(ssl.get(0x22)).isEqualTo("device-a");
                assertThat(ssl.get(SSL_CIPHER)).startsWith("TLS_AES_");
            } finally {
                header.release();
            }
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(Packets.connect311("d"));
        }
    }

    private static HAProxyMessage decode(byte[] header) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(header));
        HAProxyMessage message = channel.readInbound();
        channel.finishAndReleaseAll();
        return message;
    }

    private static Map<Integer, String> sslFacts(HAProxyMessage header) {
        Map<Integer, String> facts = new HashMap<>();
        for (HAProxyTLV tlv : header.tlvs()) {
            if (tlv instanceof HAProxySSLTLV ssl) {
                assertThat(ssl.verify()).isZero();
                assertThat(ssl.isPP2ClientSSL()).isTrue();
                assertThat(ssl.isPP2ClientCertSess()).isTrue();
                ssl.encapsulatedTLVs().forEach(inner -> facts.put(inner.typeByteValue() & 0xFF, text(inner.content())));
            }
        }
        return facts;
    }

    private static String text(ByteBuf content) {
        return content.toString(StandardCharsets.UTF_8);
    }
}
