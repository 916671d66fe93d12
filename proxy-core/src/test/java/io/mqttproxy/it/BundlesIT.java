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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that come over the admin port, as clients see them. */
class BundlesIT {

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private TestCertificate first;
    private Path kept;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        first = pki.server();
        kept = Files.createDirectory(folder.resolve("bundles"));
        proxy = ProxyUnderTest.exactly(folder, yaml(""));
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    private String yaml(String more) {
        return """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts: {bind: "127.0.0.1:0", tls: {certificates: [server%s]}}
                  other: {bind: "127.0.0.1:0", tls: {certificates: [server]}}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"], selfTest: false}
                admin: {bind: "127.0.0.1:0", token: t0ken, bundleDir: bundles}
                logging: {access: "off"}
                """.formatted(first.certFile(), first.keyFile(), more, broker.port());
    }

    @Test
    void aFileOfBansThatIsNotInOrderKeepsNoCertificateOut() throws IOException {
        // given
        proxy.close();
        proxy = ProxyUnderTest.exactly(folder, yaml("") + "bans: {file: bans.yaml}\n");
        Files.writeString(folder.resolve("bans.yaml"), "bans: [{clientID: mistyped}]");

        // when
        HttpResponse<String> answer = BundleUploads.put(proxy, "server", BundleUploads.of(lasting(90)));

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aReplacedBundleServesNewClientsAndOpenConnectionsStay() {
        // given
        TestCertificate second = lasting(90);
        try (Device early = Device.connect(pki, proxy.port(), null)) {
            early.send(Packets.connect311("early")).read(4);

            // when
            HttpResponse<String> answer = BundleUploads.put(proxy, "server", BundleUploads.of(second));

            // then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"bundle\":\"server\",\"origin\":\"managed\",\"daysLeft\":90,")
                    .contains("{\"listener\":\"mqtts\",\"sni\":[]}")
                    .doesNotContain("PRIVATE");
            assertThat(served(null)).isEqualTo(second.certificate());
            byte[] message = Packets.publish311("a/b", new byte[] {1, 2, 3});
            assertThat(early.send(message).read(message.length)).isEqualTo(message); // the broker echoes
        }
        assertThat(proxy.metric("mqttproxy_tls_certificate_not_after_timestamp_seconds", "name=\"server\""))
                .isEqualTo(
                        (double) second.certificate().getNotAfter().toInstant().getEpochSecond());
    }

    @Test
    void aNewBundleServesItsNamesWhereItIsWanted() {
        // given
        TestCertificate tenant = named("b.example.com", "x.c.example.com");
        Map<String, Object> upload = BundleUploads.of(tenant, "B.example.com", "*.c.example.com");
        upload.put("listeners", List.of("mqtts"));

        // when
        assertThat(BundleUploads.put(proxy, "acme%2Ftenant", upload).statusCode())
                .isEqualTo(200);

        // then
        assertThat(served("b.example.com")).isEqualTo(tenant.certificate());
        assertThat(served("x.c.example.com")).isEqualTo(tenant.certificate());
        assertThat(served("a.example.com")).isEqualTo(first.certificate());
        assertThat(Served.by(proxy.port("other"), "b.example.com")).isEqualTo(first.certificate());
        assertThat(proxy.get("/api/v1/bundles/acme%2Ftenant").body())
                .contains("\"uses\":[{\"listener\":\"mqtts\",\"sni\":[\"b.example.com\",\"*.c.example.com\"]}]");
    }

    @Test
    void aReplacementWithoutNamesKeepsThoseOfTheUploadBefore() {
        // given
        BundleUploads.put(proxy, "tenant", BundleUploads.of(named("b.example.com"), "b.example.com"));
        TestCertificate renewed = named("b.example.com");

        // when
        BundleUploads.put(proxy, "tenant", BundleUploads.of(renewed));

        // then
        assertThat(served("b.example.com")).isEqualTo(renewed.certificate());
        assertThat(Served.by(proxy.port("other"), "b.example.com")).isEqualTo(renewed.certificate());
        assertThat(files("tenant")).hasSize(2);
    }

    @Test
    void aRestartAndAReloadKeepWhatWasUploaded() {
        // given
        TestCertificate second = pki.server();
        TestCertificate tenant = named("b.example.com");
        BundleUploads.put(proxy, "server", BundleUploads.of(second));
        BundleUploads.put(proxy, "acme%2Ftenant", BundleUploads.of(tenant, "b.example.com"));
        String hash = hash();

        // when the file of the configuration is read anew
        assertThat(proxy.reload(yaml(""), BundleUploads.TOKEN).statusCode()).isEqualTo(200);

        // then
        assertThat(served("b.example.com")).isEqualTo(tenant.certificate());
        assertThat(hash()).isEqualTo(hash);

        // when another process starts
        proxy.close();
        proxy = ProxyUnderTest.exactly(folder, yaml(""));

        // then
        assertThat(served(null)).isEqualTo(second.certificate());
        assertThat(served("b.example.com")).isEqualTo(tenant.certificate());
        assertThat(hash()).isEqualTo(hash);
    }

    @Test
    void anUploadTakesNothingInThatStandsInTheFileMeanwhile() {
        // given somebody who is editing
        proxy.rewrite("listeners: {half");

        // when
        HttpResponse<String> answer = BundleUploads.put(proxy, "server", BundleUploads.of(pki.server()));

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theConfigurationMayNameABundleThatWasUploaded() {
        // given
        TestCertificate tenant = named("b.example.com");
        BundleUploads.put(proxy, "tenant", BundleUploads.of(tenant));
        assertThat(served("b.example.com")).isEqualTo(first.certificate());

        // when
        HttpResponse<String> answer =
                proxy.reload(yaml(", {bundle: tenant, sni: [b.example.com]}"), BundleUploads.TOKEN);

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(served("b.example.com")).isEqualTo(tenant.certificate());
        HttpResponse<String> refused = BundleUploads.delete(proxy, "tenant");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("no such bundle: tenant, which listener mqtts names");
        assertThat(served("b.example.com")).isEqualTo(tenant.certificate());
    }

    @Test
    void theBundleOfTheConfigurationServesAgainWhenTheOneInItsPlaceIsDeleted() {
        // given
        BundleUploads.put(proxy, "server", BundleUploads.of(pki.server()));

        // when
        HttpResponse<String> answer = BundleUploads.delete(proxy, "server");

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"origin\":\"file\"");
        assertThat(served(null)).isEqualTo(first.certificate());
        assertThat(files("")).isEmpty();
        assertThat(BundleUploads.delete(proxy, "server").statusCode()).isEqualTo(409);
        assertThat(BundleUploads.delete(proxy, "nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyElseCanReadTheKeys() throws IOException {
        // when
        BundleUploads.put(proxy, "server", BundleUploads.of(pki.server()));

        // then
        assertThat(files("server")).hasSize(2);
        for (Path file : files("")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyThatIsEncryptedNeedsItsPasswordOnlyToCome() {
        // given
        TestCertificate second = pki.server();
        Map<String, Object> upload = BundleUploads.of(second.certFile(), second.encryptedKeyFile("correct horse"));
        upload.put("keyPassword", "correct horse");

        // when
        assertThat(BundleUploads.put(proxy, "server", upload).statusCode()).isEqualTo(200);
        proxy.close();
        proxy = ProxyUnderTest.exactly(folder, yaml(""));

        // then
        assertThat(served(null)).isEqualTo(second.certificate());
    }

    @Test
    void tellsWhatWasDoneByAnId() {
        // when
        String answer = BundleUploads.put(proxy, "server", BundleUploads.of(pki.server()))
                .body();
        BundleUploads.put(proxy, "server", Map.of("certificate", "x", "key", "y"));

        // then
        String id = answer.replaceFirst("(?s).*\"id\":\"([0-9a-f]+-[0-9a-f]+)\".*", "$1");
        assertThat(proxy.get("/api/v1/bundles").body())
                .contains("\"id\":\"" + id + "\"", "\"action\":\"put\",\"result\":\"ok\",\"fingerprint\"")
                .contains("\"result\":\"refused\",\"detail\":\"bundle server certificate: ");
        assertThat(proxy.get("/api/v1/status").body()).contains("\"bundleChanges\":[{", id);
    }

    private String hash() {
        return proxy.get("/api/v1/config").body().replaceFirst("(?s).*\"hash\":\"([0-9a-f]+)\".*", "$1");
    }

    private List<Path> files(String name) {
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate served(@Nullable String serverName) {
        return Served.by(proxy.port(), serverName);
    }

    private TestCertificate lasting(int days) {
        Instant now = Instant.now();
        return pki.issuing()
                .issue(CertificateSpec.server()
                        .validity(
                                now.minus(Duration.ofHours(1)),
                                now.plus(Duration.ofDays(days)).plusSeconds(3_600)));
    }

    private TestCertificate named(String... names) {
        CertificateSpec spec = CertificateSpec.server();
        for (String name : names) {
            spec = spec.dns(name);
        }
        return pki.issuing().issue(spec);
    }
}
