package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The composition: what it names is there and fits together, each part in the eyes of its own program. */
class ComposeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Map<String, Map<String, Object>> services = Map.of();

    /** As it lies in the source tree, with what make-secrets makes. */
    @BeforeEach
    void copy() throws IOException {
        for (String part : List.of("compose", "prometheus", "grafana", "docker")) {
            copy(DeployFolder.file(part), folder.resolve(part));
        }
        Map<String, Map<String, Map<String, Object>>> file =
                new Yaml().load(Files.readString(folder.resolve("compose/compose.yaml")));
        services = Objects.requireNonNull(file.get("services"));
    }

    @Test
    @RequiresProgram("openssl")
    void everyFileThatItMountsIsThere() {
        // given
        makeSecrets();

        // then
        assertThat(services.values().stream().flatMap(ComposeTest::volumes))
                .hasSizeGreaterThan(10)
                .allSatisfy(volume -> assertThat(
                                folder.resolve("compose").resolve(volume.substring(0, volume.indexOf(':'))))
                        .exists());
    }

    @Test
    @RequiresProgram("openssl")
    void theProxysConfigurationPassesTheCheck() throws Exception {
        // given
        makeSecrets();

        // when
        ProxyConfig config = new ConfigLoader(Map.of()).load(folder.resolve("compose/proxy.yaml"));
        ProxyServer.check(config);

        // then
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    @RequiresProgram("openssl")
    void secretsAreNeverOverwritten() {
        makeSecrets();

        ProgramResult second = RunningProgram.run(LIMIT, "sh", script());

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.stderr()).contains("secrets is there already (expected: delete it to begin anew)");
    }

    @Test
    void theBalancerIsTheOnlyOneWhoIsBelieved() {
        String balancer =
                String.valueOf(Objects.requireNonNull(services.get("balancer")).get("networks"));

        assertThat(balancer).contains("ipv4_address=172.31.88.10");
        assertThat(DeployFolder.read("compose/proxy.yaml")).contains("trusted: [172.31.88.10/32]");
        assertThat(DeployFolder.read("compose/haproxy.cfg")).contains("send-proxy-v2");
    }

    @Test
    void everyBackendAndTargetIsAService() {
        assertThat(services.keySet()).contains("broker-1", "broker-2", "broker-3", "proxy-1", "proxy-2", "prometheus");
        assertThat(DeployFolder.read("compose/proxy.yaml")).contains("broker-1:1883", "broker-2:1883", "broker-3:1883");
        assertThat(DeployFolder.read("compose/haproxy.cfg")).contains("proxy-1:8883", "proxy-2:8883");
        assertThat(DeployFolder.read("compose/prometheus.yml")).contains("\"proxy-1:9090\", \"proxy-2:9090\"");
        assertThat(DeployFolder.read("compose/grafana/datasource.yaml")).contains("http://prometheus:9090");
    }

    @Test
    @RequiresProgram("haproxy")
    void haproxyTakesItsConfiguration() {
        ProgramResult result = RunningProgram.run(
                LIMIT,
                "haproxy",
                "-c",
                "-f",
                folder.resolve("compose/haproxy.cfg").toString());

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    @RequiresProgram("promtool")
    void prometheusTakesItsConfiguration() throws IOException {
        // given the rules, mounted beside it
        Files.copy(folder.resolve("prometheus/rules.yaml"), folder.resolve("compose/rules.yaml"));

        // when
        ProgramResult result = RunningProgram.run(
                LIMIT,
                "promtool",
                "check",
                "config",
                folder.resolve("compose/prometheus.yml").toString());

        // then
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private void makeSecrets() {
        ProgramResult result = RunningProgram.run(LIMIT, "sh", script());
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private String script() {
        return folder.resolve("compose/make-secrets").toString();
    }

    @SuppressWarnings("unchecked") // The file's own shape.
    private static Stream<String> volumes(Map<String, Object> service) {
        return ((List<String>) service.getOrDefault("volumes", List.of())).stream();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(each -> !each.startsWith(from.resolve("secrets")))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
