package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about HAProxy and nginx start from is what those programs take. */
class MigrationPagesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    /** The files that both configurations name. */
    @BeforeEach
    void makeCertificates() throws IOException {
        Path certs = Files.createDirectories(folder.resolve("certs"));
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        Files.copy(server.certFile(), certs.resolve("server.pem"));
        Files.copy(server.keyFile(), certs.resolve("server.key"));
        Files.copy(pki.caFile(), certs.resolve("ca.pem"));
        Files.writeString(
                certs.resolve("server-and-key.pem"),
                Files.readString(server.certFile()) + Files.readString(server.keyFile()));
    }

    @Test
    @RequiresProgram("haproxy")
    void haproxyTakesItsOwn() throws IOException {
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), block("haproxy"));

        ProgramResult result =
                RunningProgram.run(LIMIT, "haproxy", "-c", "-C", folder.toString(), "-f", config.toString());

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    @RequiresProgram("nginx")
    void nginxTakesItsOwn() throws IOException {
        // given Debian's nginx, which loads the stream module when it is told to
        Path module = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
        String load = Files.exists(module) ? "load_module " + module + ";\n" : "";
        String config =
                load + "pid nginx.pid;\nerror_log stderr;\n" + block("nginx").replace("certs/", folder + "/certs/");
        Path file = Files.writeString(folder.resolve("nginx.conf"), config);

        // when
        ProgramResult result = RunningProgram.run(LIMIT, "nginx", "-t", "-p", folder.toString(), "-c", file.toString());

        // then
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void oneFileWithCertificateAndKeyServesAsBoth() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates:
                  default: {certFile: certs/server-and-key.pem, keyFile: certs/server-and-key.pem}
                listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [default]}}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"]}}
                """);

        // when
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        ProxyServer.check(config);

        // then
        assertThat(config.warnings()).isEmpty();
    }

    private static String block(String program) {
        String page = DeployFolder.text(DeployFolder.TOP.resolve("docs/migrate-from-" + program + ".md"));
        Matcher block =
                Pattern.compile("```" + program + "\\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
