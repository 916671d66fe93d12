package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tickets of the native engine, with one set of ticket keys for all contexts, as several proxies or listeners would share
 * them: what was decided under one policy must not count under another.
 */
class ResumptionTest {

    private static final int DEPTH = 10;
    private static final byte[] KEY_NAME = new byte[OpenSslSessionTicketKey.NAME_SIZE];
    private static final byte[] HMAC_KEY = new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE];
    private static final byte[] AES_KEY = new byte[OpenSslSessionTicketKey.AES_KEY_SIZE];

    @TempDir
    private Path folder;

    private TestPki pki;
    private KeyMaterial material;
    private final List<TlsContexts> opened = new ArrayList<>();

    @BeforeEach
    void makeCertificates() throws Exception {
        OpenSsl.ensureAvailability();
        pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        material = KeyMaterial.load(Sections.bundle(server.certFile(), server.keyFile(), null), InstantSource.system());
    }

    @AfterEach
    void giveBack() {
        opened.forEach(TlsContexts::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesUnderTheSamePolicyWithTheIdentityOfTheFirstTime(String version) throws Exception {
        // given
        TlsContexts contexts = open("mqtts", ClientAuth.REQUIRED, pki.caFile());
        TestDevice device = TestDevice.with(pki, pki.client("device-1"));
        connect(device, version, contexts);

        // when
        try (Handshake again = Handshake.between(device.engine(version), contexts)) {
            // then
            assertThat(again.succeeded()).isTrue();
            assertThat(again.session().resumed()).isTrue();
            assertThat(again.session().identity().find(CertificateField.SUBJECT_CN))
                    .isEqualTo("device-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesAClientWithoutACertificateAsNobody(String version) throws Exception {
        // given
        TlsContexts contexts = open("mqtts", ClientAuth.OPTIONAL, pki.caFile());
        TestDevice device = TestDevice.without(pki);
        connect(device, version, contexts);

        // when
        try (Handshake again = Handshake.between(device.engine(version), contexts)) {
            // then
            assertThat(again.succeeded()).isTrue();
            assertThat(again.session().resumed()).isTrue();
            assertThat(again.session().identity()).isEqualTo(NoIdentity.INSTANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void neverLetsTheTicketOfAnOpenListenerIntoOneThatRequiresCertificates(String version) throws Exception {
        // given
        TlsContexts open = open("open", ClientAuth.NONE, null);
        TlsContexts closed = open("closed", ClientAuth.REQUIRED, pki.caFile());
        TestDevice device = TestDevice.without(pki);
        connect(device, version, open);

        // when
        try (Handshake forged = Handshake.between(device.engine(version), closed)) {
            // then
            assertThat(forged.succeeded()).isFalse();
            assertThat(forged.failure()).isEqualTo(HandshakeFailure.NO_CERTIFICATE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void neverLetsATicketWithoutACertificateIntoTheSameListenerOnceItRequiresThem(String version) throws Exception {
        // given a listener that keeps its name and its ticket keys, as after a reload
        TlsContexts before = open("mqtts", ClientAuth.OPTIONAL, pki.caFile());
        TlsContexts after = open("mqtts", ClientAuth.REQUIRED, pki.caFile());
        TestDevice device = TestDevice.without(pki);
        connect(device, version, before);

        // when
        try (Handshake forged = Handshake.between(device.engine(version), after)) {
            // then
            assertThat(forged.succeeded()).isFalse();
            assertThat(forged.failure()).isEqualTo(HandshakeFailure.NO_CERTIFICATE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void verifiesAgainUnderOtherAuthorities(String version) throws Exception {
        // given
        TlsContexts theirs = open("mqtts", ClientAuth.REQUIRED, pki.stranger().certFile());
        TlsContexts ours = open("mqtts", ClientAuth.REQUIRED, pki.caFile());
        TestDevice device = TestDevice.with(pki, pki.client("device-1"));
        connect(device, version, ours);

        // when
        try (Handshake forged = Handshake.between(device.engine(version), theirs)) {
            // then
            assertThat(forged.succeeded()).isFalse();
            assertThat(forged.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void doesNotResumeTheSessionOfAnotherListener(String version) throws Exception {
        // given
        TlsContexts one = open("one", ClientAuth.REQUIRED, pki.caFile());
        TlsContexts other = open("other", ClientAuth.REQUIRED, pki.caFile());
        TestDevice device = TestDevice.with(pki, pki.client("device-1"));
        connect(device, version, one);

        // when
        try (Handshake second = Handshake.between(device.engine(version), other)) {
            // then a full handshake
            assertThat(second.succeeded()).isTrue();
            assertThat(second.session().resumed()).isFalse();
        }
    }

    @Test
    void refusesToResumeWithACertificateThatHasExpiredSince() throws Exception {
        // given
        Instant end = Instant.now().plusSeconds(8);
        CertificateSpec brief = CertificateSpec.client("device-1").validity(end.minusSeconds(3600), end);
        TlsContexts contexts = open("mqtts", ClientAuth.REQUIRED, pki.caFile());
        TestCertificate certificate = pki.issuing().issue(brief);
        TestDevice modern = TestDevice.with(pki, certificate);
        TestDevice old = TestDevice.with(pki, certificate);
        connect(modern, "TLSv1.3", contexts);
        connect(old, "TLSv1.2", contexts);
        connect(modern, "TLSv1.3", contexts);
        await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(end.plusMillis(100)));

        // when
        try (Handshake resumed13 = Handshake.between(modern.engine("TLSv1.3"), contexts);
                Handshake resumed12 = Handshake.between(old.engine("TLSv1.2"), contexts)) {
            // then
            assertThat(resumed13.succeeded()).isFalse();
            assertThat(resumed13.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_EXPIRED);
            assertThat(resumed12.succeeded()).isFalse();
            assertThat(resumed12.failure()).isEqualTo(HandshakeFailure.CERTIFICATE_EXPIRED);
        }
    }

    /** Lets the client connect for the first time and collect its tickets. */
    private static void connect(TestDevice device, String version, TlsContexts contexts) {
        try (Handshake first = Handshake.between(device.engine(version), contexts)) {
            assertThat(first.succeeded()).isTrue();
        }
    }

    private TlsContexts open(String listener, ClientAuth clientAuth, @Nullable Path caFile) throws Exception {
        TlsConfig tls = Sections.tls(clientAuth, caFile, DEPTH);
        TlsContexts contexts = TlsContexts.build(
                Sections.listener(listener, tls),
                tls,
                Map.of("server", material),
                TlsServices.of(TlsEngine.NATIVE, InstantSource.system()));
        opened.add(contexts);
        ReferenceCountedOpenSslContext context = (ReferenceCountedOpenSslContext)
                Objects.requireNonNull(contexts.select(null)).context();
        context.sessionContext().setTicketKeys(new OpenSslSessionTicketKey(KEY_NAME, HMAC_KEY, AES_KEY));
        return contexts;
    }
}
