package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.revocation.Revocation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code clientAuth} means on the wire. */
class ClientAuthTest {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesAClientWithoutACertificateWhereOneIsRequired(TlsEngine engine, String version) throws Exception {
        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.REQUIRED, pki.caFile(), OpenListener.DEEP);
                Handshake handshake = listener.handshake(TestDevice.without(pki), version)) {
            // then
            refused(handshake, HandshakeFailure.NO_CERTIFICATE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void letsAClientWithoutACertificateInAsNobodyWhereOneIsOptional(TlsEngine engine, String version) throws Exception {
        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.OPTIONAL, pki.caFile(), OpenListener.DEEP);
                Handshake handshake = listener.handshake(TestDevice.without(pki), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity()).isEqualTo(NoIdentity.INSTANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void refusesABadCertificateEvenWhereOneIsOptional(TlsEngine engine, String version) throws Exception {
        // when
        try (OpenListener listener =
                        OpenListener.open(pki, engine, ClientAuth.OPTIONAL, pki.caFile(), OpenListener.DEEP);
                Handshake handshake =
                        listener.handshake(TestDevice.with(pki, pki.stranger().client("device-1")), version)) {
            // then
            refused(handshake, HandshakeFailure.CERTIFICATE_UNTRUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mqttproxy.tls.OpenListener#everywhere")
    void asksNobodyForACertificateByDefault(TlsEngine engine, String version) throws Exception {
        // when a client has one all the same
        try (OpenListener listener = OpenListener.open(pki, engine, ClientAuth.NONE, null, OpenListener.DEEP);
                Handshake handshake = listener.handshake(TestDevice.with(pki, pki.client("device-1")), version)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
            assertThat(handshake.session().identity()).isEqualTo(NoIdentity.INSTANCE);
        }
    }

    @Test
    void refusesToTrustNobody() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> new ClientTrust(List.of(), OpenListener.DEEP, Revocation.none(), InstantSource.system()))
                .withMessage("anchors: [] (expected: at least one CA certificate)");
    }

    private static void refused(Handshake handshake, HandshakeFailure failure) {
        assertThat(handshake.succeeded()).isFalse();
        assertThat(handshake.failure()).isEqualTo(failure);
        assertThat(handshake.alert()).contains("fatal alert");
    }
}
