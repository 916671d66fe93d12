package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian's testssl.sh thinks of a listener with nothing but a certificate configured. */
@RequiresProgram({"testssl", "openssl"})
class SslScannerIT {

    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Path REPORT = Path.of("target", "testssl.json");
    private static final Set<String> FINE = Set.of("OK", "INFO", "LOW", "DEBUG");
    /** About the machine that tests. */
    private static final Set<String> NOT_OURS = Set.of("engine_problem");

    private static final Pattern FINDING =
            Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\".*?\"severity\"\\s*:\\s*\"([^\"]*)\"", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private record Finding(String id, String severity) {}

    @Test
    void findsNothingThatIsOursToFix() throws IOException {
        // given
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        Files.deleteIfExists(REPORT);
        TestPki pki = TestPki.in(folder);
        Instant now = Instant.now();
        TestCertificate own = pki.issuing()
                .issue(CertificateSpec.server()
                        .validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)))
                        .ocspLocation("http://127.0.0.1:1/"));
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                certificates: {own: {certFile: %s, keyFile: %s}}
                listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [own]}}}
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                logging: {access: "off"}
                """.formatted(own.certFile(), own.keyFile()))) {
            // when
            ProgramResult result = RunningProgram.run(
                    LIMIT,
                    "testssl",
                    "--quiet",
                    "--color",
                    "0",
                    "--ip",
                    "127.0.0.1",
                    "--add-ca",
                    pki.caFile().toString(),
                    "--jsonfile",
                    REPORT.toString(),
                    "localhost:" + proxy.port());

            // then
            List<Finding> findings = findings();
            assertThat(findings).as(result.stdout()).hasSizeGreaterThan(100);
            assertThat(findings)
                    .filteredOn(finding -> !NOT_OURS.contains(finding.id()))
                    .allSatisfy(finding -> assertThat(FINE).as(finding.id()).contains(finding.severity()));
            assertThat(findings)
                    .contains(
                            new Finding("TLS1_3", "OK"),
                            new Finding("TLS1_2", "OK"),
                            new Finding("SSLv3", "OK"),
                            new Finding("secure_client_renego", "OK"),
                            new Finding("heartbleed", "OK"),
                            new Finding("CRIME_TLS", "OK"));
        }
    }

    private static List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        Matcher finding = FINDING.matcher(Files.readString(REPORT));
        while (finding.find()) {
            findings.add(new Finding(finding.group(1), finding.group(2)));
        }
        return findings;
    }
}
