package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.SniCertificate;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate a client gets to see, from the bytes of its ClientHello. */
class ServerNameHandlerTest {

    private static final String VERSION = "TLSv1.3";

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate standard;
    private TestCertificate tenant;
    private final List<TlsContexts> opened = new ArrayList<>();
    private HandshakeWitness witness = new HandshakeWitness();

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        standard = pki.server();
        tenant = pki.issuing().issue(CertificateSpec.server().dns("a.example.com"));
    }

    @AfterEach
    void giveBack() {
        opened.forEach(TlsContexts::close);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, true",
        "A.Example.COM, true",
        "b.a.example.com, true",
        "c.b.a.example.com, false",
        "localhost, false",
        "example.com, false",
    })
    void servesTheBundleOfTheServerName(String serverName, boolean tenants) throws Exception {
        // when
        try (Handshake handshake =
                Handshake.between(TestDevice.without(pki).engine(VERSION, serverName), open(false))) {
            // then
            assertThat(handshake.serverCertificate())
                    .isEqualTo(tenants ? tenant.certificate() : standard.certificate());
        }
    }

    @Test
    void answersAnUnknownNameWithUnrecognizedNameWhenItIsStrict() throws Exception {
        // when
        try (Handshake handshake =
                Handshake.between(TestDevice.without(pki).engine(VERSION, "other.example.com"), open(true))) {
            // then
            assertThat(handshake.succeeded()).isFalse();
            assertThat(handshake.failure()).isEqualTo(HandshakeFailure.UNKNOWN_SERVER_NAME);
            assertThat(handshake.alert()).contains("unrecognized_name");
        }
    }

    @Test
    void servesAKnownNameWhenItIsStrict() throws Exception {
        try (Handshake handshake =
                Handshake.between(TestDevice.without(pki).engine(VERSION, "a.example.com"), open(true))) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @Test
    void writesTheAlertAsARecordOfItsOwn() throws Exception {
        // given
        EmbeddedChannel channel = channel(open(true));

        // when
        receive(channel, ClientHellos.of(TestDevice.without(pki).engine(VERSION, "other.example.com")));

        // then
        assertThat(sent(channel))
                .containsExactly(
                        21, // alert
                        3, // TLS 1.2
                        3,
                        0, // length
                        2,
                        2, // fatal
                        112 // unrecognized_name
                        );
        close(channel);
    }

    @Test
    void readsTheSameNameWhereverTheClientHelloIsSplit() throws Exception {
        // given
        TlsContexts contexts = open(true);
        byte[] hello = ClientHellos.of(TestDevice.without(pki).engine(VERSION, "b.a.example.com"));

        for (int split = 1; split < hello.length; split++) {
            EmbeddedChannel channel = channel(contexts);

            // when
            receive(channel, Arrays.copyOf(hello, split));
            receive(channel, Arrays.copyOfRange(hello, split, hello.length));

            // then
            assertThat(witness.serverName()).as("split at %d", split).isEqualTo("b.a.example.com");
            assertThat(channel.pipeline().get(SslHandler.class))
                    .as("split at %d", split)
                    .isNotNull();
            close(channel);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAClientHelloThatComesByteByByte(boolean oneRecordEach) throws Exception {
        // given
        byte[] hello = ClientHellos.of(TestDevice.without(pki).engine(VERSION, "a.example.com"));
        EmbeddedChannel channel = channel(open(true));

        // when
        for (byte single : oneRecordEach ? ClientHellos.inTinyRecords(hello) : hello) {
            receive(channel, single);
        }

        // then
        assertThat(witness.serverName()).isEqualTo("a.example.com");
        close(channel);
    }

    @Test
    void refusesAClientHelloThatDeclaresMoreThan16KibibytesInItsFirstRecord() throws Exception {
        // given
        EmbeddedChannel channel = channel(open(false));

        // when
        receive(channel, ClientHellos.declaring(16 * 1024 + 1));

        // then
        assertThat(witness.failure()).isEqualTo(HandshakeFailure.PROTOCOL);
        assertThat(channel.pipeline().get(SslHandler.class)).isNull();
        close(channel);
    }

    @Test
    void waitsForAClientHelloOf16Kibibytes() throws Exception {
        // given
        EmbeddedChannel channel = channel(open(false));

        // when
        receive(channel, ClientHellos.declaring(16 * 1024));

        // then
        assertThat(witness.cause()).isNull();
        close(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\020\014\000\004MQTT\004\002\000\074\000\000"})
    void tellsThatTheFirstBytesAreNoTls(String text) throws Exception {
        // given
        EmbeddedChannel channel = channel(open(false));

        // when
        receive(channel, text.getBytes(StandardCharsets.ISO_8859_1));

        // then
        assertThat(witness.failure()).isEqualTo(HandshakeFailure.NOT_TLS);
        close(channel);
    }

    /** The bundle {@code default} first, {@code tenant} for two names. */
    private TlsContexts open(boolean strict) throws Exception {
        List<SniCertificate> certificates = List.of(
                new SniCertificate("default", List.of()),
                new SniCertificate("tenant", List.of("a.example.com", "*.a.example.com")));
        TlsConfig tls = Sections.tls(certificates, strict, ClientAuth.NONE, null, 0);
        Map<String, KeyMaterial> bundles = Map.of("default", load(standard), "tenant", load(tenant));
        TlsContexts contexts = TlsContexts.build(
                Sections.listener("mqtts", tls),
                tls,
                bundles,
                TlsServices.of(TlsEngine.best(), InstantSource.system()));
        opened.add(contexts);
        return contexts;
    }

    private static KeyMaterial load(TestCertificate certificate) throws Exception {
        return KeyMaterial.load(
                Sections.bundle(certificate.certFile(), certificate.keyFile(), null), InstantSource.system());
    }

    private EmbeddedChannel channel(TlsContexts contexts) {
        witness = new HandshakeWitness();
        return new EmbeddedChannel(new ServerNameHandler(() -> contexts), witness);
    }

    private static void receive(EmbeddedChannel channel, byte... bytes) {
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(bytes)).fireChannelReadComplete();
        channel.runPendingTasks();
    }

    private static byte[] sent(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (@Nullable ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    private static void close(EmbeddedChannel channel) {
        channel.close();
        channel.releaseInbound();
        channel.releaseOutbound();
    }
}
