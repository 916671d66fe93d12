package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class LiveChecksTest {

    @Test
    void namesEverythingThatTakesARestart() throws Exception {
        // given
        ProxyConfig running = Loaded.from(Loaded.MINIMAL);
        ProxyConfig next = Loaded.from(Loaded.MINIMAL + """
                transport: {type: nio, eventLoops: 3}
                admin: {bind: 127.0.0.1:9090, hosts: [proxy.example.com, a.example.com]}
                logging: {format: json, access: "off"}
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
                        "proxy.yaml:1:1 transport.type: cannot change from auto to nio while the proxy runs"
                                + " (expected: auto, or a restart)",
                        "proxy.yaml:1:1 transport.eventLoops: cannot change from 0 to 3 while the proxy runs"
                                + " (expected: 0, or a restart)",
                        "proxy.yaml:1:1 admin.bind: cannot change from nothing to 127.0.0.1:9090 while the proxy runs"
                                + " (expected: nothing, or a restart)",
                        "proxy.yaml:1:1 admin.hosts: cannot change from nothing to a.example.com, proxy.example.com"
                                + " while the proxy runs (expected: nothing, or a restart)",
                        "proxy.yaml:1:1 logging.format: cannot change from text to json while the proxy runs"
                                + " (expected: text, or a restart)",
                        "proxy.yaml:1:1 logging.access: cannot change from stdout to off while the proxy runs"
                                + " (expected: stdout, or a restart)",
                        "proxy.yaml:1:1 startup.upgradeSocket: cannot change from nothing to ./upgrade.sock while the proxy"
                                + " runs (expected: nothing, or a restart)",
                        "proxy.yaml:1:1 bans.file: cannot change from nothing to bans.yaml while the proxy runs"
                                + " (expected: nothing, or a restart)",
                        "proxy.yaml:1:1 metrics.packets: cannot change from false to true while the proxy runs"
                                + " (expected: false, or a restart)",
                        "proxy.yaml:1:1 metrics.exemplars: cannot change from false to true while the proxy runs"
                                + " (expected: false, or a restart)");
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
                """);

        assertThatCode(() -> LiveChecks.require(running, next)).doesNotThrowAnyException();
    }
}
