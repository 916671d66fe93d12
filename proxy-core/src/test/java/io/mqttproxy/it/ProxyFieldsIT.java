package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field of a version 2 header, from a real handshake to decoders that are not ours. */
class ProxyFieldsIT {

    private static final String EVERYTHING = """
            backends: ["127.0.0.1:%d"]
            proxyProtocol:
              version: v2
              tlvs: [alpn, authority, crc32c, unique-id, ssl, ssl.cn, ssl.cipher, ssl.sig-alg, ssl.key-alg, ssl.version,
                     ssl.group, ssl.sig-scheme, ssl.client-cert]
              custom: {0xE4: "urn:device:${cert.subject.cn}", 0xE5: "${mqtt.clientId}"}
            """;

    @TempDir
    private Path folder;

    @Test
    void tellsAllThatThereIsOfAHandshakeAndLessOfAResumedOne() throws Exception {
        // given
        TestPki pki = TestPki.in(folder);
        TestCertificate certificate = pki.client("device-a");
        SSLContext context = Device.context(pki, certificate);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.mutual(folder, pki, "", EVERYTHING.formatted(broker.port()))) {
            // when a device comes, and comes back
            Map<Integer, String> full = header(context, proxy, broker, 0);
            Map<Integer, String> resumed = header(context, proxy, broker, 1);

            // then
            assertThat(full)
                    .containsEntry(0x20, "07 0")
                    .containsEntry(0x21, "TLSv1.3")
                    .containsEntry(0x22, "device-a");
            assertThat(full.get(0x23)).startsWith("TLS_");
            assertThat(full).containsEntry(0x24, "ecdsa-with-SHA256").containsEntry(0x25, "EC256");
            assertThat(full.get(0x26)).isIn("X25519MLKEM768", "x25519", "secp256r1");
            assertThat(full).containsEntry(0x27, "ecdsa_secp256r1_sha256");
            assertThat(full).containsEntry(0x28, hex(certificate.certificate().getEncoded()));
            assertThat(full).containsEntry(0xE4, "urn:device:device-a").containsEntry(0xE5, "client-0");
            assertThat(full).containsKeys(0x03, 0x05);
            assertThat(resumed).containsEntry(0x20, "05 0").containsEntry(0x22, "device-a");
            assertThat(resumed).containsEntry(0x28, Objects.requireNonNull(full.get(0x28)));
            assertThat(resumed).containsEntry(0xE5, "client-1").doesNotContainKey(0x27);
        }
    }

    @Test
    void artemisTakesAHeaderWithEveryField() {
        // given
        TestPki pki = TestPki.in(folder);
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol();
                ProxyUnderTest proxy = ProxyUnderTest.mutual(folder, pki, "", EVERYTHING.formatted(broker.port()));
                Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            byte[] connack = device.send(Packets.connect311("all-fields")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.seen("all-fields").orElseThrow().remoteAddress())
                    .contains("127.0.0.1:" + device.localPort());
        }
    }

    @Test
    void aTemplateWithoutAValueRefusesTheClientAndTheBrokerHearsNothing() {
        // given a certificate without an alternative name of this kind
        TestPki pki = TestPki.in(folder);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.mutual(folder, pki, "", """
                        backends: ["127.0.0.1:%d"]
                        proxyProtocol: {version: v2, custom: {0xE4: "${cert.san.uri}"}}
                        """.formatted(broker.port()));
                Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            byte[] answer = device.send(Packets.connect311("d")).readToEnd();

            // then
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x05); // CONNACK: not authorized
            assertThat(broker.connections()).allMatch(connection -> connection.received().length == 0);
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "identity_rejected");
        }
    }

    @Test
    void aCommonNameThatWasAskedForByItsNameIsNeverLeftOut() {
        // given
        TestPki pki = TestPki.in(folder);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.oneWay(folder, pki, "", """
                        backends: ["127.0.0.1:%d"]
                        proxyProtocol: {version: v2, tlvs: [ssl.cn]}
                        """.formatted(broker.port()));
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] answer = device.send(Packets.connect5("d")).readToEnd();

            // then
            assertThat(answer).startsWith(0x20).contains(0x87); // CONNACK: not authorized
            assertThat(broker.connections()).allMatch(connection -> connection.received().length == 0);
        }
    }

    private static Map<Integer, String> header(
            SSLContext context, ProxyUnderTest proxy, StubBroker broker, int connection) {
        try (Device device = Device.connect(context, proxy.port())) {
            device.send(Packets.connect311("client-" + connection)).read(4);
            return fields(broker.awaitConnection(connection).awaitProxyHeader());
        }
    }

    /** Texts by type, the flags and the result of TLS under its own type. */
    private static Map<Integer, String> fields(byte[] header) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(header));
        @Nullable HAProxyMessage message = channel.readInbound();
        Map<Integer, String> fields = new TreeMap<>();
        Objects.requireNonNull(message).tlvs().forEach(tlv -> {
            int type = tlv.typeByteValue() & 0xFF;
            if (tlv instanceof HAProxySSLTLV ssl) {
                fields.put(type, "0" + ssl.client() + " " + ssl.verify());
            } else if (type == 0x28) {
                fields.put(type, ByteBufUtil.hexDump(tlv.content()));
            } else {
                fields.put(type, tlv.content().toString(StandardCharsets.UTF_8));
            }
        });
        message.release();
        channel.finishAndReleaseAll();
        return fields;
    }

    private static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
