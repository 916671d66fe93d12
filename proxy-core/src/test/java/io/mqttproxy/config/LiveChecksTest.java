package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveChecksTest {

    @Test
    void namesEverythingThatTakesARestart() throws Exception {
        // given
        ProxyConfig running = Loaded.from(Loaded.MINIMAL);
        ProxyConfig next = Loaded.from(Loaded.MINIMAL + """
                transport: {type: nio, eventLoops: 3}
                admin: {bind: 127.0.0.1:9090, hosts: [proxy.example.com, a.example.com]}
                logging: {format: json, access: "off", hash: {fields: [clientId, address]}}
                startup: {upgradeSocket: ./upgrade.sock}
                metrics: {packets: true, exemplars: true}
                bans: {file: bans.yaml}
                """);

        // when
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> LiveChecks.require(running, next));

        // then
        assertThat(refusal.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "proxy.yaml:7:19 transport.type: cannot change from auto to nio while the proxy runs"
                                + " (expected: auto, or a restart)",
                        "proxy.yaml:7:36 transport.eventLoops: cannot change from 0 to 3 while the proxy runs"
                                + " (expected: 0, or a restart)",
                        "proxy.yaml:8:15 admin.bind: cannot change from nothing to 127.0.0.1:9090 while the proxy runs"
                                + " (expected: nothing, or a restart)",
                        "proxy.yaml:8:38 admin.hosts: cannot change from nothing to a.example.com, proxy.example.com"
                                + " while the proxy runs (expected: nothing, or a restart)",
                        "proxy.yaml:9:19 logging.format: cannot change from auto to json while the proxy runs"
                                + " (expected: auto, or a restart)",
                        "proxy.yaml:9:33 logging.access: cannot change from stdout to off while the proxy runs"
                                + " (expected: stdout, or a restart)",
                        "proxy.yaml:9:55 logging.hash.fields: cannot change from nothing to address, clientId while the"
                                + " proxy runs (expected: nothing, or a restart)",
                        "proxy.yaml:10:26 startup.upgradeSocket: cannot change from nothing to ./upgrade.sock while the proxy"
                                + " runs (expected: nothing, or a restart)",
                        "proxy.yaml:11:20 metrics.packets: cannot change from false to true while the proxy runs"
                                + " (expected: false, or a restart)",
                        "proxy.yaml:11:37 metrics.exemplars: cannot change from false to true while the proxy runs"
                                + " (expected: false, or a restart)",
                        "proxy.yaml:12:14 bans.file: cannot change from nothing to bans.yaml while the proxy runs"
                                + " (expected: nothing, or a restart)");
    }

    @Test
    void whatIsGonePointsToItsSectionAndASectionThatIsGoneToTheFile() throws Exception {
        // given
        ProxyConfig running = Loaded.from(Loaded.MINIMAL + """
                transport: {eventLoops: 3}
                admin: {bind: 127.0.0.1:9090, hosts: [proxy.example.com]}
                """);
        ProxyConfig next = Loaded.from("# without transport\n" + Loaded.MINIMAL + """
                admin:
                  bind: 127.0.0.1:9090
                """);

        // when
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> LiveChecks.require(running, next));

        // then
        assertThat(refusal.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "proxy.yaml:1:1 transport.eventLoops: cannot change from 3 to 0 while the proxy runs"
                                + " (expected: 3, or a restart)",
                        "proxy.yaml:8:1 admin.hosts: cannot change from proxy.example.com to nothing while the proxy runs"
                                + " (expected: proxy.example.com, or a restart)");
    }

    @Test
    void aValueOfTheCommandLineIsPlacedThere() throws Exception {
        ProxyConfig running = Loaded.from(Loaded.MINIMAL);
        ProxyConfig next = new ConfigLoader(
                        Loaded.ENVIRONMENT, new PretendedFiles(), List.of(Setting.parse("transport.eventLoops=3")))
                .parse(Loaded.MINIMAL.getBytes(StandardCharsets.UTF_8), Path.of("proxy.yaml"));

        assertThat(catchThrowableOfType(ConfigException.class, () -> LiveChecks.require(running, next)))
                .hasMessageStartingWith("--set transport.eventLoops: cannot change from 0 to 3");
    }

    @Test
    void letsEverythingElseChange() throws Exception {
        ProxyConfig running = Loaded.from(Loaded.MINIMAL);
        ProxyConfig next = Loaded.from("""
                # moved down by a line
                listeners:
                  other: {bind: 127.0.0.1:1885, limits: {connections: 5}}
                clusters: {others: {backends: [127.0.0.1:1888]}}
                shutdown: {pace: 5/s}
                startup: {warmUp: off}
                reload: {certificates: off, config: 5s}
                logging:
                  sampling: {refused: off, disconnected: 5/s, summary: 1s}
                  traces: {endpoint: "http://127.0.0.1:4318/v1/traces"}
                """);

        assertThatCode(() -> LiveChecks.require(running, next)).doesNotThrowAnyException();
    }

    @Test
    void showsNoKeyThatHasChanged() throws Exception {
        // given
        ProxyConfig running =
                Loaded.from(Loaded.MINIMAL + "logging: {hash: {fields: [address], key: first-of-the-keys}}");
        ProxyConfig next =
                Loaded.from(Loaded.MINIMAL + "logging: {hash: {fields: [address], key: second-of-the-keys}}");

        // when
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> LiveChecks.require(running, next));

        // then
        assertThat(refusal.problems())
                .extracting(Problem::toString)
                .containsExactly("proxy.yaml:7:42 logging.hash.key: cannot change while the proxy runs"
                        + " (expected: the one before, or a restart)");
    }
}
