package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TlsServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which backends are believed, by both engines, against a TLS server that is the JDK's. */
class BackendTlsTest {

    private static final String HOST = "127.0.0.1";
    private static MultiThreadIoEventLoopGroup loops;

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeAll
    static void startLoop() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stopLoop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @EnumSource
    void believesACertificateForTheConfiguredNameAndAsksForIt(TlsEngine engine) throws Exception {
        // given
        TestCertificate broker = pki.issuing().issue(named().dns("broker.internal"));
        try (TlsServer server = TlsServer.start(broker, null, "TLSv1.3", "TLSv1.2");
                LiveTls tls = tls(engine, "serverName: Broker.Internal")) {
            // when
            connect(tls, server);

            // then
            TlsServer.Seen seen = server.awaitHandshake();
            assertThat(seen.serverName()).isEqualTo("broker.internal");
            assertThat(seen.protocol()).isEqualTo("TLSv1.3");
            assertThat(seen.certificates()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparesTheBackendsOwnAddressWithIpNamesWhenNoNameIsConfigured(TlsEngine engine) throws Exception {
        // given
        TestCertificate broker = pki.issuing().issue(named().ip(HOST));
        try (TlsServer server = TlsServer.start(broker, null, "TLSv1.3");
                LiveTls tls = tls(engine, "")) {
            // when
            connect(tls, server);

            // then an address is never sent as SNI (RFC 6066 section 3)
            assertThat(server.awaitHandshake().serverName()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparesAnIpv6AddressInAnyOfItsForms(TlsEngine engine) throws Exception {
        // given
        TestCertificate broker = pki.issuing().issue(named().ip("2001:db8::7"));
        try (TlsServer server = TlsServer.start(broker, null, "TLSv1.3");
                LiveTls tls = tls(engine, "serverName: \"2001:DB8:0:0::7\"")) {
            // when
            connect(tls, server);

            // then
            assertThat(server.awaitHandshake().serverName()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesACertificateForAnotherName(TlsEngine engine) throws Exception {
        TestCertificate broker = pki.issuing().issue(named().dns("broker.internal"));

        assertRefused(engine, "serverName: other.internal", broker, "other.internal");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAWildcardForMoreThanOneLabel(TlsEngine engine) throws Exception {
        TestCertificate broker = pki.issuing().issue(named().dns("*.internal"));

        assertRefused(engine, "serverName: a.b.internal", broker, "a.b.internal");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnAddressThatTheCertificateHasAsADnsNameOnly(TlsEngine engine) throws Exception {
        TestCertificate broker = pki.issuing().issue(named().dns(HOST).ip("127.0.0.2"));

        assertRefused(engine, "", broker, HOST);
    }

    @ParameterizedTest
    @EnumSource
    void refusesACertificateOfAnotherAuthority(TlsEngine engine) throws Exception {
        assertRefused(engine, "", pki.stranger().server(), "unable to find valid certification path");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnExpiredCertificate(TlsEngine engine) throws Exception {
        TestCertificate broker = pki.issuing().issue(CertificateSpec.server().expired());

        assertRefused(engine, "", broker, "NotAfter");
    }

    @ParameterizedTest
    @EnumSource
    void refusesACertificateForClients(TlsEngine engine) throws Exception {
        TestCertificate broker = pki.issuing().issue(CertificateSpec.server().usage(KeyPurposeId.id_kp_clientAuth));

        assertRefused(engine, "", broker, "Extended key usage");
    }

    @ParameterizedTest
    @EnumSource
    void showsTheNamedBundleWithItsIntermediatesInEveryVersion(TlsEngine engine) throws Exception {
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            // given
            TestAuthority root = pki.root();
            TestCertificate own = pki.client("proxy-1");
            Files.copy(own.certFile(), folder.resolve("own-" + version + ".pem"));
            Files.copy(own.encryptedKeyFile("sesame"), folder.resolve("own-" + version + ".key"));
            String bundles = "certificates: {own: {certFile: own-" + version + ".pem, keyFile: own-" + version
                    + ".key, keyPassword: sesame}}\n";
            try (TlsServer server = TlsServer.start(pki.server(), root, version);
                    LiveTls tls = live(engine, bundles, "certificate: own, versions: [" + version + "]")) {
                // when
                connect(tls, server);

                // then
                TlsServer.Seen seen = server.awaitHandshake();
                assertThat(seen.protocol()).isEqualTo(version);
                assertThat(seen.certificates()).isEqualTo(own.chain()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersOnlyTheConfiguredVersions(TlsEngine engine) throws Exception {
        try (TlsServer server = TlsServer.start(pki.server(), null, "TLSv1.2");
                LiveTls tls = tls(engine, "versions: [TLSv1.3]")) {
            assertThatThrownBy(() -> connect(tls, server)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTheConfiguredCipherSuites(TlsEngine engine) throws Exception {
        // given
        try (TlsServer server = TlsServer.start(pki.server(), null, "TLSv1.2");
                LiveTls tls =
                        tls(engine, "versions: [TLSv1.2], cipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]")) {
            // when
            String suite = connect(tls, server);

            // then
            assertThat(suite).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        }
    }

    @Test
    void takesInAnotherAuthorityWhenTheFilesAreReadAnew() throws Exception {
        // given
        Path ca = Files.copy(pki.caFile(), folder.resolve("broker-ca.pem"));
        TestAuthority next = pki.authority("Next CA");
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        try (TlsServer server = TlsServer.start(next.server(), null, "TLSv1.3");
                LiveTls tls = yaml(TlsEngine.best(), "", "caFile: broker-ca.pem")) {
            assertThat(tls.files()).containsExactly(ca);

            // when
            Files.copy(next.certFile(), ca, StandardCopyOption.REPLACE_EXISTING);
            tls.reload(executor);

            // then
            connect(tls, server);
            assertThat(server.awaitHandshake().protocol()).isEqualTo("TLSv1.3");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void doesNotStartWithAnUnknownCipherSuiteOrWithoutAuthorities() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "");

        assertThatThrownBy(() -> tls(TlsEngine.best(), "cipherSuites: [TLS_WHAT]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("clusters.brokers.tls: cipherSuites: TLS_WHAT (expected: of [");
        assertThatThrownBy(() -> yaml(TlsEngine.best(), "", "caFile: empty.pem"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("clusters.brokers.tls.caFile: no certificate in the file: empty.pem (expected: ");
    }

    private static CertificateSpec named() {
        return CertificateSpec.client("broker").usage(KeyPurposeId.id_kp_serverAuth);
    }

    private void assertRefused(TlsEngine engine, String section, TestCertificate broker, String words)
            throws Exception {
        try (TlsServer server = TlsServer.start(broker, null, "TLSv1.3");
                LiveTls tls = tls(engine, section)) {
            assertThatThrownBy(() -> connect(tls, server))
                    .isInstanceOf(IOException.class)
                    .rootCause()
                    .hasMessageContaining(words);
        }
    }

    private LiveTls tls(TlsEngine engine, String section) throws ConfigException, IOException {
        return live(engine, "", section);
    }

    private LiveTls live(TlsEngine engine, String bundles, String section) throws ConfigException, IOException {
        String comma = section.isEmpty() ? "" : ", ";
        return yaml(engine, bundles, "caFile: " + pki.caFile().getFileName() + comma + section);
    }

    private LiveTls yaml(TlsEngine engine, String bundles, String section) throws ConfigException, IOException {
        Path file = Files.writeString(folder.resolve("proxy.yaml"), bundles + """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"], tls: {%s}}}
                """.formatted(section));
        return new LiveTls(new ConfigLoader(Map.of()).load(file), engine, InstantSource.system());
    }

    /** Does one handshake as the proxy does; gives the cipher suite. */
    private static String connect(LiveTls tls, TlsServer server) throws Exception {
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new SilentHandler())
                .connect(HOST, server.port())
                .sync()
                .channel();
        try {
            SslHandler handler = tls.backends("brokers").newHandler(channel.alloc(), HOST, server.port());
            channel.pipeline().addFirst(handler);
            return handler.handshakeFuture()
                    .sync()
                    .getNow()
                    .pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getCipherSuite();
        } finally {
            channel.close().sync();
        }
    }
}
