package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSslCertificateCompressionAlgorithm;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig.AlgorithmMode;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensions of TLS that a client offers and never gets. */
class NeverNegotiatedTest {

    private static final byte ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HEARTBEAT = 24;
    private static final int SERVER_HELLO = 2;
    private static final int HEARTBEAT_EXTENSION = 15;
    private static final int ZLIB = 1; // RFC 8879 section 7.3

    @TempDir
    private Path folder;

    private TestPki pki;
    private KeyMaterial material;

    @BeforeEach
    void makeCertificates() throws Exception {
        pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        material = KeyMaterial.load(Sections.bundle(server.certFile(), server.keyFile(), null), InstantSource.system());
    }

    private TlsContexts contexts(TlsEngine engine) throws Exception {
        TlsConfig tls = Sections.tls(ClientAuth.NONE, null, 0);
        return TlsContexts.build(
                Sections.listener("mqtts", tls),
                tls,
                Map.of("server", material),
                TlsServices.of(engine, InstantSource.system()));
    }

    @Test
    void certificatesAreNotCompressedForAClientThatWantsThemSo() throws Exception {
        // given a client that offers a compression, and a server that would do it, to see that the client can
        Compression compression = new Compression();
        OpenSslCertificateCompressionConfig offer = OpenSslCertificateCompressionConfig.newBuilder()
                .addAlgorithm(compression, AlgorithmMode.Both)
                .build();
        SslContext client = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .trustManager(pki.root().certificate())
                .option(OpenSslContextOption.CERTIFICATE_COMPRESSION_ALGORITHMS, offer)
                .build();
        SSLEngine engine = client.newEngine(ByteBufAllocator.DEFAULT, "localhost", 8883);
        try (TlsContexts contexts = contexts(TlsEngine.NATIVE);
                // when
                Handshake handshake = Handshake.between(engine, contexts)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(compression.decompressed).hasValue(0);
            assertThat(compression.compressed).hasValue(0);
        } finally {
            ReferenceCountUtil.release(client);
        }
    }

    /** Counts, and changes nothing. */
    private static final class Compression implements OpenSslCertificateCompressionAlgorithm {

        private final AtomicInteger compressed = new AtomicInteger();
        private final AtomicInteger decompressed = new AtomicInteger();

        @Override
        public byte[] compress(SSLEngine engine, byte[] certificate) {
            compressed.incrementAndGet();
            return certificate;
        }

        @Override
        public byte[] decompress(SSLEngine engine, int length, byte[] certificate) {
            decompressed.incrementAndGet();
            return certificate;
        }

        @Override
        public int algorithmId() {
            return ZLIB;
        }
    }

    @ParameterizedTest
    @EnumSource
    void neitherHeartbeatNorCompressionIsInTheAnswerToAClientThatOffersThem(TlsEngine engine) throws Exception {
        try (TlsContexts contexts = contexts(engine)) {
            EmbeddedChannel server = new EmbeddedChannel(new ServerNameHandler(() -> contexts), new HandshakeWitness());

            // when
            server.pipeline()
                    .fireChannelRead(Unpooled.wrappedBuffer(clientHello()))
                    .fireChannelReadComplete();
            server.runPendingTasks();
            ServerHello hello = ServerHello.read(outbound(server));

            // then
            assertThat(hello.compression()).isZero();
            assertThat(hello.extensions()).isNotEmpty().doesNotContain(HEARTBEAT_EXTENSION);

            // and when it sends a heartbeat all the same, one that asks for more than it brings
            byte[] heartbeat = {
                HEARTBEAT, 3, // TLS 1.2
                3, 0, // length of the record
                3, 1, // heartbeat_request
                0x40, // length of the payload, 16 KiB, of which nothing comes
                0,
            };
            server.pipeline().fireChannelRead(Unpooled.wrappedBuffer(heartbeat)).fireChannelReadComplete();
            server.runPendingTasks();

            // then it gets an alert at most, and the connection ends
            ByteBuffer answer = outbound(server);
            assertThat(answer.remaining() == 0 ? ALERT : answer.get(0)).isEqualTo(ALERT);
            assertThat(answer.remaining()).isLessThan(64);
            assertThatThrownBy(server::checkException).hasCauseInstanceOf(SSLException.class);
            server.finishAndReleaseAll();
        }
    }

    private static ByteBuffer outbound(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            all.writeBytes(copy);
        }
        return ByteBuffer.wrap(all.toByteArray());
    }

    /** What a server chose. */
    private record ServerHello(int compression, List<Integer> extensions) {

        /** RFC 5246 section 7.4.1.3. */
        static ServerHello read(ByteBuffer in) {
            assertThat(in.get()).isEqualTo((byte) HANDSHAKE);
            in.position(in.position() + 4); // version and length of the record
            assertThat(in.get()).isEqualTo((byte) SERVER_HELLO);
            in.position(in.position() + 3 + 2 + 32); // length of the message, version, random
            in.position(in.position() + 1 + in.get(in.position())); // session id
            in.getShort(); // cipher suite
            int compression = in.get();
            List<Integer> extensions = new ArrayList<>();
            int end = in.getShort() + in.position();
            while (in.position() < end) {
                extensions.add((int) in.getShort());
                in.position(in.getShort() + in.position());
            }
            return new ServerHello(compression, extensions);
        }
    }

    private static byte[] clientHello() {
        byte[] body = {
            3, // TLS 1.2
            3,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8, // random
            0, // no session id
            0, // length of the cipher suites
            2,
            (byte) 0xC0, // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            0x2B,
            2, // length of the compression methods
            1, // DEFLATE
            0, // null
            0, // length of the extensions
            33,
            0, // supported_groups
            10,
            0,
            6,
            0,
            4,
            0, // x25519
            0x1D,
            0, // secp256r1, of the server's key
            0x17,
            0, // ec_point_formats
            11,
            0,
            2,
            1,
            0, // uncompressed
            0, // signature_algorithms
            13,
            0,
            4,
            0,
            2,
            4, // ecdsa_secp256r1_sha256
            3,
            0, // heartbeat
            15,
            0,
            1,
            1, // peer_allowed_to_send
            0, // extended_master_secret
            23,
            0,
            0,
        };
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {HANDSHAKE, 3, 1, 0, (byte) (body.length + 4)}); // type, version, length
        record.writeBytes(new byte[] {1, 0, 0, (byte) body.length}); // ClientHello, length
        record.writeBytes(body);
        return record.toByteArray();
    }
}
