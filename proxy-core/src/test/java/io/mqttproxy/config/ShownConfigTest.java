package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownConfigTest {

    @Test
    void hidesEverySecretWhateverItsForm() throws Exception {
        // given
        ProxyConfig config = Loaded.from("""
                certificates:
                  one: {certFile: a.pem, keyFile: a.key, keyPassword: hush-1}
                  two: {storeFile: b.p12, storePassword: {env: WORD}}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:8883
                    tls: {certificates: [one]}
                    connect: {password: {env: WORD}}
                  other:
                    bind: 127.0.0.1:8884
                    connect: {password: "hush-4-${mqtt.clientId}"}
                clusters:
                  brokers:
                    backends: [127.0.0.1:1883]
                    health: {type: mqtt, username: probe, password: hush-5}
                admin: {bind: 127.0.0.1:9090, token: hush-3}
                logging:
                  traces: {endpoint: "https://collector.example.com/v1/traces", headers: {x-api-key: hush-6}}
                """);

        // when
        String shown = ShownConfig.of(config).toString();

        // then
        assertThat(shown)
                .doesNotContain("hush", "abc")
                .contains("keyPassword=***", "storePassword=***", "password=***", "token=***", "x-api-key=***");
    }

    @Test
    void showsDefaultsAndWritesValuesAsTheFileDoes() throws Exception {
        // given
        ProxyConfig config = Loaded.from("""
                listeners:
                  mqtt: {bind: "[::1]:1884", timeouts: {backend: 1m30s}}
                routes:
                  - {when: {clientId: "sensor-*"}, to: {brokers: 9, others: 1}}
                  - {to: brokers}
                clusters:
                  brokers: {backends: [127.0.0.1:1883]}
                  others: {backends: [127.0.0.1:1884]}
                """);

        // when
        Map<String, Object> shown = ShownConfig.of(config);

        // then
        assertThat(shown.get("listeners")).asString().contains("bind=[::1]:1884", "backend=1m30s", "handshakes=2000/s");
        assertThat(shown.get("clusters")).asString().contains("boundedLoad=off");
        assertThat(shown.get("routes")).asString().contains("sensor-*", "to=brokers:9, others:1");
        assertThat(shown.get("shutdown")).isEqualTo(Map.of("readinessGrace", "10s", "pace", "500/s", "deadline", "2m"));
        assertThat(shown).doesNotContainKey("source");
    }

    @Test
    void looksTheSameWhereverALineStands() throws Exception {
        ProxyConfig one = Loaded.from(Loaded.MINIMAL);
        ProxyConfig other = Loaded.from("# a comment\n\n" + Loaded.MINIMAL);

        assertThat(ShownConfig.of(one)).isEqualTo(ShownConfig.of(other));
        assertThat(List.copyOf(ShownConfig.of(one).keySet())).containsSequence("listeners", "routes", "clusters");
    }
}
