package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.it.TlsPeer.Outcome;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every version, cipher suite, group and kind of client certificate, tried by clients that are not Netty's. */
class TlsPeersIT {

    private static final String REFUSED = "mqttproxy_client_connections_refused_total";
    private static final String SUITES = "[TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384,"
            + " TLS_CHACHA20_POLY1305_SHA256,"
            + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,"
            + " TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,"
            + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"
            + " TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256]";
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final int MOST_TRIES = 5;

    @TempDir
    private static Path folder;

    private static TestPki pki;
    /** Ends the connection behind its CONNACK, so that a client which only tries its TLS comes to an end. */
    private static StubBroker closing;

    /** Leaves the end to the client: mosquitto_pub fails when it is cut off before its PUBLISH. */
    private static StubBroker staying;

    private static ProxyUnderTest proxy;
    private static TlsPeer peer;

    @BeforeAll
    static void start() {
        pki = TestPki.in(folder);
        peer = new TlsPeer(pki);
        closing = StubBroker.start(StubBehaviour.accepting().thenClosing());
        staying = StubBroker.start(StubBehaviour.accepting());
        TestCertificate ec = pki.server();
        TestCertificate rsa = pki.issuing().issue(CertificateSpec.server().key(KeyKind.RSA_2048));
        proxy = ProxyUnderTest.start(folder, """
                certificates:
                  ec: {certFile: %1$s, keyFile: %2$s}
                  rsa: {certFile: %3$s, keyFile: %4$s}
                listeners:
                  ecdsa: {bind: "127.0.0.1:0", tls: {certificates: [ec], cipherSuites: %5$s}}
                  rsa: {bind: "127.0.0.1:0", tls: {certificates: [rsa], cipherSuites: %5$s}}
                  one-suite:
                    bind: "127.0.0.1:0"
                    tls:
                      certificates: [ec]
                      versions: [TLSv1.2]
                      cipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
                  defaults: {bind: "127.0.0.1:0", tls: {certificates: [ec]}}
                  only-tls13: {bind: "127.0.0.1:0", tls: {certificates: [ec], versions: [TLSv1.3]}}
                  large-groups: {bind: "127.0.0.1:0", tls: {certificates: [rsa], groups: [P-384, P-521]}}
                  none: {bind: "127.0.0.1:0", tls: {certificates: [ec], clientAuth: none}}
                  optional: {bind: "127.0.0.1:0", tls: {certificates: [ec], clientAuth: optional, caFile: %6$s}}
                  required: {bind: "127.0.0.1:0", tls: {certificates: [ec], clientAuth: required, caFile: %6$s}}
                  publishing: {bind: "127.0.0.1:0", tls: {certificates: [ec], clientAuth: required, caFile: %6$s}}
                routes:
                  - {when: {listener: publishing}, to: staying}
                  - {to: closing}
                clusters:
                  closing: {backends: ["127.0.0.1:%7$d"]}
                  staying: {backends: ["127.0.0.1:%8$d"]}
                logging: {access: "off"}
                """.formatted(
                        ec.certFile(),
                        ec.keyFile(),
                        rsa.certFile(),
                        rsa.keyFile(),
                        SUITES,
                        pki.caFile(),
                        closing.port(),
                        staying.port()));
    }

    @AfterAll
    static void stop() {
        proxy.close();
        closing.close();
        staying.close();
    }

    @ParameterizedTest
    @RequiresProgram("openssl")
    @CsvSource({
        "ecdsa, -tls1_3 -ciphersuites, TLS_AES_128_GCM_SHA256",
        "ecdsa, -tls1_3 -ciphersuites, TLS_AES_256_GCM_SHA384",
        "ecdsa, -tls1_3 -ciphersuites, TLS_CHACHA20_POLY1305_SHA256",
        "ecdsa, -tls1_2 -cipher, ECDHE-ECDSA-AES128-GCM-SHA256",
        "ecdsa, -tls1_2 -cipher, ECDHE-ECDSA-AES256-GCM-SHA384",
        "ecdsa, -tls1_2 -cipher, ECDHE-ECDSA-CHACHA20-POLY1305",
        "rsa, -tls1_2 -cipher, ECDHE-RSA-AES128-GCM-SHA256",
        "rsa, -tls1_2 -cipher, ECDHE-RSA-AES256-GCM-SHA384",
        "rsa, -tls1_2 -cipher, ECDHE-RSA-CHACHA20-POLY1305",
        "one-suite, -tls1_2 -cipher, ECDHE-ECDSA-AES128-GCM-SHA256"
    })
    void servesOpensslWithTheOnlySuiteThatItHas(String listener, String option, String suite) {
        Outcome outcome = peer.openssl(proxy.port(listener), null, option + " " + suite);

        assertThat(outcome.served()).as(outcome.output()).isTrue();
        assertThat(outcome.output()).contains("Cipher is " + suite);
    }

    @ParameterizedTest
    @RequiresProgram("openssl")
    @CsvSource({
        "one-suite, -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384, 40",
        "ecdsa, -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, 40",
        "defaults, -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA, 40",
        "defaults, -tls1_2 -cipher AES128-GCM-SHA256, 40",
        "defaults, -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256, 40",
        "defaults, -tls1_1 -cipher DEFAULT:@SECLEVEL=0, 70",
        "defaults, -tls1 -cipher DEFAULT:@SECLEVEL=0, 70",
        "only-tls13, -tls1_2, 70",
        "one-suite, -tls1_3, 70",
        "defaults, -tls1_3 -groups P-384, 40",
        "defaults, -tls1_2 -groups P-384, 40",
        "defaults, -tls1_3 -groups X448, 40",
        "defaults, -tls1_3 -groups ffdhe2048, 40",
        "large-groups, -tls1_3 -groups X25519, 40"
    })
    void refusesOpensslWithWhatIsNotConfigured(String listener, String options, int alert) {
        double before = proxy.metric(REFUSED, "reason=\"tls_failed\"");

        Outcome outcome = peer.openssl(proxy.port(listener), null, options);

        assertThat(outcome.served()).isFalse();
        assertThat(outcome.alert()).as(outcome.output()).isEqualTo(alert).isIn(HANDSHAKE_FAILURE, PROTOCOL_VERSION);
        proxy.awaitMetric(before + 1, REFUSED, "reason=\"tls_failed\"");
    }

    @ParameterizedTest
    @RequiresProgram("openssl")
    @CsvSource({
        "rsa, X25519, X25519",
        "rsa, P-256, prime256v1",
        "large-groups, P-384, secp384r1",
        "large-groups, P-521, secp521r1",
        "large-groups, X25519:P-521, secp521r1"
    })
    void servesOpensslWithEachGroupInBothVersions(String listener, String groups, String shown) {
        for (String version : List.of("-tls1_3", "-tls1_2")) {
            Outcome outcome = peer.openssl(proxy.port(listener), null, version + " -groups " + groups);

            assertThat(outcome.served()).as(outcome.output()).isTrue();
            assertThat(outcome.output()).containsPattern("Server Temp Key: .*" + shown);
        }
    }

    /** RFC 8446 section 6.2: certificate_required is new in TLS 1.3; before, handshake_failure has to do. */
    @ParameterizedTest
    @RequiresProgram("openssl")
    @CsvSource({
        "none, none, 0, 0, ''",
        "none, valid, 0, 0, ''",
        "none, expired, 0, 0, ''",
        "none, foreign, 0, 0, ''",
        "optional, none, 0, 0, ''",
        "optional, valid, 0, 0, ''",
        "optional, expired, 45, 45, cert_expired",
        "optional, foreign, 48, 48, cert_untrusted",
        "required, none, 40, 116, no_cert",
        "required, valid, 0, 0, ''",
        "required, expired, 45, 45, cert_expired",
        "required, early, 45, 45, cert_expired",
        "required, foreign, 48, 48, cert_untrusted",
    })
    void tellsOpensslWhatIsWrongWithItsCertificate(
            String listener, String certificate, int tls12, int tls13, String reason) {
        refusesAsExpected(peer::openssl, listener, certificate, "-tls1_2", tls12, reason);
        refusesAsExpected(peer::openssl, listener, certificate, "-tls1_3", tls13, reason);
    }

    @ParameterizedTest
    @RequiresProgram("gnutls-cli")
    @CsvSource({
        "none, none, 0, 0, ''",
        "optional, none, 0, 0, ''",
        "optional, valid, 0, 0, ''",
        "required, none, 40, 116, no_cert",
        "required, valid, 0, 0, ''",
        "required, expired, 45, 45, cert_expired"
    })
    void tellsGnutlsWhatIsWrongWithItsCertificate(
            String listener, String certificate, int tls12, int tls13, String reason) {
        String priority = "--priority NORMAL:-VERS-ALL:+VERS-TLS1.";
        refusesAsExpected(peer::gnutls, listener, certificate, priority + 2, tls12, reason);
        refusesAsExpected(peer::gnutls, listener, certificate, priority + 3, tls13, reason);
    }

    @ParameterizedTest
    @RequiresProgram("gnutls-cli")
    @CsvSource({"GROUP-X25519, X25519", "GROUP-SECP256R1, SECP256R1"})
    void servesGnutlsWithEachGroup(String group, String shown) {
        Outcome outcome = peer.gnutls(proxy.port("defaults"), null, "--priority NORMAL:-GROUP-ALL:+" + group);

        assertThat(outcome.served()).as(outcome.output()).isTrue();
        assertThat(outcome.output()).contains("ECDHE-" + shown);
    }

    @ParameterizedTest
    @RequiresProgram("mosquitto_pub")
    @ValueSource(strings = {"tlsv1.3", "tlsv1.2"})
    void servesMosquittoPubAndRefusesItsExpiredCertificate(String version) {
        double before = proxy.metric(REFUSED, "reason=\"cert_expired\"");

        assertThat(mosquittoPub(version, certificate("valid")).exitCode()).isZero();
        assertThat(mosquittoPub(version, certificate("expired")).exitCode()).isNotZero();

        proxy.awaitMetric(before + 1, REFUSED, "reason=\"cert_expired\"");
    }

    private interface Client {
        Outcome connect(int port, @Nullable TestCertificate certificate, String options);
    }

    /**
     * In TLS 1.3 a client sends its CONNECT without waiting for what becomes of its certificate (RFC 8446 section 2), and may
     * meet the end of the connection before it reads why: then it tries again.
     */
    private static void refusesAsExpected(
            Client client, String listener, String kind, String options, int alert, String reason) {
        double before = reason.isEmpty() ? 0 : proxy.metric(REFUSED, "reason=\"" + reason + "\"");
        @Nullable TestCertificate certificate = certificate(kind);

        Outcome outcome = client.connect(proxy.port(listener), certificate, options);
        int tries = 1;
        while (alert != 0 && outcome.alert() == 0 && outcome.reset() && tries < MOST_TRIES) {
            outcome = client.connect(proxy.port(listener), certificate, options);
            tries++;
        }

        assertThat(outcome.alert()).as(options + outcome.output()).isEqualTo(alert);
        assertThat(outcome.served()).as(options + outcome.output()).isEqualTo(alert == 0);
        if (!reason.isEmpty()) {
            proxy.awaitMetric(before + tries, REFUSED, "reason=\"" + reason + "\"");
        }
    }

    private static @Nullable TestCertificate certificate(String kind) {
        // gnutls-cli cannot read an EC key without the public half that RFC 5915 makes optional.
        CertificateSpec device = CertificateSpec.client("device").key(KeyKind.RSA_2048);
        return switch (kind) {
            case "none" -> null;
            case "valid" -> pki.issuing().issue(device);
            case "expired" -> pki.issuing().issue(device.expired());
            case "early" -> pki.issuing().issue(device.notYetValid());
            case "foreign" -> pki.stranger().issue(device);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static ProgramResult mosquittoPub(String version, @Nullable TestCertificate certificate) {
        List<String> arguments = new ArrayList<>(
                List.of("-h", "localhost", "-p", Integer.toString(proxy.port("publishing")), "-t", "t", "-m", "m"));
        arguments.addAll(List.of("--cafile", pki.caFile().toString(), "--tls-version", version));
        if (certificate != null) {
            arguments.addAll(List.of("--cert", certificate.certFile().toString()));
            arguments.addAll(List.of("--key", certificate.keyFile().toString()));
        }
        return MosquittoClients.publish(arguments.toArray(new String[0]));
    }
}
