package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that must be refused: each with the reason, and with nothing changed and nothing left on disk. */
class HostileBundlesIT {

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private TestCertificate first;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        broker = StubBroker.start(StubBehaviour.accepting());
        first = pki.server();
        Files.createDirectory(folder.resolve("bundles"));
        proxy = ProxyUnderTest.exactly(folder, yaml("bundleDir: bundles"));
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    private String yaml(String admin) {
        return """
                certificates:
                  server: {certFile: %1$s, keyFile: %2$s}
                  tenant: {certFile: %1$s, keyFile: %2$s}
                listeners:
                  mqtt: {bind: "127.0.0.1:0"}
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server, {bundle: tenant, sni: [a.example.com]}]}
                clusters:
                  brokers: {backends: ["127.0.0.1:%3$d"], selfTest: false}
                admin: {bind: "127.0.0.1:0", token: t0ken, %4$s}
                logging: {access: "off"}
                """.formatted(first.certFile(), first.keyFile(), broker.port(), admin);
    }

    private void assertRefused(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\":").contains(words).doesNotContain("PRIVATE", "swordfish");
        assertThat(Served.by(proxy.port(), null)).isEqualTo(first.certificate());
        assertThat(kept()).isEmpty();
    }

    private List<Path> kept() {
        try (Stream<Path> files = Files.list(folder.resolve("bundles"))) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "..%2Fx, ../x (expected: a name of 1 to 64 letters",
        "%2E%2E, .. (expected: a name",
        "%2Fetc%2Fpasswd, /etc/passwd (expected: a name",
        ".hidden, .hidden (expected: a name",
        "a%00b, a\\\\u0000b (expected: a name",
        "a%2Fb%2Fc, a/b/c (expected: a name",
        "a+b, a+b (expected: a name",
    })
    void aNameThatIsAPathIsRefused(String name, String reason) {
        assertRefused(BundleUploads.put(proxy, name, BundleUploads.of(pki.server())), 422, "bundle: " + reason);
    }

    @Test
    void aNameIsRefusedWithEverythingElseThatIsWrong() {
        // given
        Map<String, Object> upload = new HashMap<>(Map.of("certificate", "x", "key", "y", "sni", List.of("a..b")));

        // then
        assertRefused(
                BundleUploads.put(proxy, "server", upload),
                422,
                "bundle server sni: a..b (expected: a host name such as a.example.com or *.example.com)",
                "bundle server certificate: no certificate in the file",
                "bundle server key: no private key in the file");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertRefused(
                BundleUploads.put(
                        proxy,
                        "server",
                        BundleUploads.of(pki.server().certFile(), pki.server().keyFile())),
                422,
                "bundle server key: the key does not belong to what was uploaded");
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() {
        assertRefused(
                BundleUploads.put(
                        proxy,
                        "server",
                        BundleUploads.of(
                                pki.issuing().issue(CertificateSpec.server().expired()))),
                422,
                "bundle server certificate: the certificate expired on ");
        assertRefused(
                BundleUploads.put(
                        proxy,
                        "server",
                        BundleUploads.of(
                                pki.issuing().issue(CertificateSpec.server().notYetValid()))),
                422,
                "the certificate is valid only from ");
    }

    @Test
    void aChainInTheWrongOrderIsRefused() throws IOException {
        // given
        Map<String, Object> upload = BundleUploads.of(pki.server());
        String foreign = Files.readString(pki.stranger().certFile());
        upload.put("certificate", upload.get("certificate") + foreign);

        // then
        assertRefused(BundleUploads.put(proxy, "server", upload), 422, "did not issue certificate ");
    }

    @Test
    void anEncryptedKeyWithTheWrongPasswordOrNoneIsRefused() {
        // given
        TestCertificate second = pki.server();
        Map<String, Object> upload = BundleUploads.of(second.certFile(), second.encryptedKeyFile("correct horse"));

        // then
        assertRefused(
                BundleUploads.put(proxy, "server", upload), 422, "the key is encrypted and no keyPassword is set");
        upload.put("keyPassword", "swordfish");
        assertRefused(BundleUploads.put(proxy, "server", upload), 422, "the key does not open with keyPassword");
    }

    @Test
    void namesOfOthersAndUnknownListenersAreRefused() {
        assertRefused(
                BundleUploads.put(proxy, "new", BundleUploads.of(pki.server(), "A.example.com")),
                422,
                "sni: a.example.com is served by bundle tenant at listener mqtts"
                        + " (expected: each server name with one bundle only)");
        assertRefused(
                BundleUploads.put(proxy, "new", BundleUploads.of(pki.server(), "b.example.com", "B.example.com")),
                422,
                "bundle new sni: B.example.com (expected: each at most once)");
        for (String listener : List.of("mqtt", "nowhere")) {
            Map<String, Object> upload = BundleUploads.of(pki.server(), "b.example.com");
            upload.put("listeners", List.of(listener));
            assertRefused(
                    BundleUploads.put(proxy, "new", upload),
                    422,
                    "bundle new listeners: no listener with TLS: " + listener + " (expected: ");
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        // given
        Map<String, Object> upload = BundleUploads.of(pki.server());
        upload.put("certificate", "x".repeat(33_000));
        Map<String, Object> huge = BundleUploads.of(pki.server());
        huge.put("key", "x".repeat(17_000));
        Map<String, Object> many = BundleUploads.of(pki.server());
        many.put(
                "sni",
                Stream.iterate(0, i -> i + 1)
                        .limit(101)
                        .map(i -> i + ".example.com")
                        .toList());

        // then
        assertRefused(
                BundleUploads.put(proxy, "server", upload), 422, "33000 characters", "PEM of at most 32768 characters");
        assertRefused(BundleUploads.put(proxy, "server", many), 422, "101 names (expected: at most 100)");
        assertRefused(BundleUploads.put(proxy, "server", huge), 422, "PEM of at most 16384 characters");
        assertThat(proxy.post("/api/v1/bans", BundleUploads.TOKEN, "{\"clientId\":\"" + "x".repeat(9_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json: [ | a body that is not understood",
                "{} | certificate: missing",
                "{\"certificate\": 7, \"key\": \"y\"} | certificate: not a text",
                "{\"certificate\": \"x\", \"key\": [\"swordfish\"]} | key: not a text",
                "{\"certificate\": \"x\", \"key\": \"y\", \"sni\": \"a\"} | sni: not a list of texts",
                "{\"certificate\": \"x\", \"key\": \"y\", \"sni\": [1]} | sni: not a list of texts",
                "{\"certificate\": \"x\", \"key\": \"y\", \"pem\": \"z\"} | unknown (expected: one of certificate, key",
            })
    void aBodyThatIsNoUploadIsRefused(String body, String reason) {
        assertRefused(proxy.post("/api/v1/bundles/server", BundleUploads.TOKEN, body), 400, reason);
    }

    @Test
    void withoutTheTokenNothingIsRead() {
        assertThat(proxy.post("/api/v1/bundles/server", "wrong", "not even looked at")
                        .statusCode())
                .isEqualTo(401);
        assertThat(proxy.delete("/api/v1/bundles/server", "wrong").statusCode()).isEqualTo(401);
        assertThat(kept()).isEmpty();
    }

    @Test
    void withoutAFolderTheRemedyIsNamed() {
        // given
        assertThat(proxy.reload(yaml(""), BundleUploads.TOKEN).statusCode()).isEqualTo(200);

        // then
        assertRefused(
                BundleUploads.put(proxy, "server", BundleUploads.of(pki.server())),
                409,
                "there is no folder to keep bundles in (expected: admin.bundleDir in the configuration)");
        assertThat(BundleUploads.delete(proxy, "server").statusCode()).isEqualTo(409);
    }

    @Test
    void aFolderThatIsGoneRefusesAndTheOldOneKeepsServing() throws IOException {
        // given
        Path folderOfBundles = folder.resolve("bundles");
        Files.delete(folderOfBundles);

        // when
        HttpResponse<String> answer = BundleUploads.put(proxy, "server", BundleUploads.of(pki.server()));

        // then
        Files.createDirectory(folderOfBundles);
        assertRefused(answer, 500, "the folder of admin.bundleDir cannot be written");
    }

    @Test
    void manyAtOnceAreTakenOneAfterTheOther() {
        // given
        List<TestCertificate> certificates = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            certificates.add(pki.server());
        }

        // when
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture.allOf(certificates.stream()
                        .map(certificate -> CompletableFuture.runAsync(
                                () -> statuses.add(BundleUploads.put(proxy, "server", BundleUploads.of(certificate))
                                        .statusCode())))
                        .toArray(CompletableFuture[]::new))
                .join();

        // then what serves is what is kept, and nothing else is
        assertThat(statuses).hasSize(8).containsOnly(200);
        assertThat(kept()).hasSize(2);
        X509Certificate serving = Served.by(proxy.port(), null);
        assertThat(certificates).extracting(TestCertificate::certificate).contains(serving);
        proxy.close();
        proxy = ProxyUnderTest.exactly(folder, yaml("bundleDir: bundles"));
        assertThat(Served.by(proxy.port(), null)).isEqualTo(serving);
    }
}
