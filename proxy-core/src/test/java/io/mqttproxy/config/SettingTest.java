package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values from the command line in place of the file's. */
class SettingTest {
    private static final String YAML = """
            listeners:
              mqtt.plain:
                bind: 127.0.0.1:1884
                limits:
            clusters:
              brokers:
                backends: [127.0.0.1:1883, {address: "127.0.0.1:1884", weight: 2}]
            """;

    @Test
    void countsInsteadOfTheFilesValue() throws Exception {
        ProxyConfig config = load("listeners.mqtt.plain.bind=127.0.0.1:9999");

        assertThat(listener(config).bind()).hasToString("127.0.0.1:9999");
        assertThat(listener(config).bind().source()).hasToString("--set listeners.mqtt.plain.bind");
    }

    @Test
    void makesSectionsThatAreNotThereOrEmpty() throws Exception {
        ProxyConfig config = load(
                "listeners.mqtt.plain.limits.connections=7",
                "logging.format=json",
                "listeners.mqtt.plain.timeouts.connect=3s");

        assertThat(listener(config).limits().connections()).isEqualTo(7);
        assertThat(listener(config).limits().perSource()).isEqualTo(5);
        assertThat(listener(config).timeouts().connect()).hasSeconds(3);
        assertThat(config.logging().format()).isEqualTo(LoggingConfig.Format.JSON);
    }

    @Test
    void reachesIntoLists() throws Exception {
        ProxyConfig config = load("clusters.brokers.backends[0]=127.0.0.1:7", "clusters.brokers.backends[1].weight=9");

        assertThat(Objects.requireNonNull(config.clusters().get("brokers")).backends())
                .extracting(BackendConfig::port, BackendConfig::weight)
                .containsExactly(tuple(7, 1), tuple(1884, 9));
    }

    @Test
    void changesOnePlaceOfThoseThatShareAnAlias() throws Exception {
        // given
        String shared = """
                listeners:
                  a: &l {bind: "127.0.0.1:0", connect: &c {bridges: reject}, limits: &i {connections: 5, perSource: 5}}
                  b: {bind: "127.0.0.1:0", connect: *c, limits: *i}
                  c: *l
                clusters:
                  one: {backends: &b ["127.0.0.1:1", {address: "127.0.0.1:2", weight: 2}]}
                  two: {backends: *b}
                routes: [{when: {listener: a}, to: one}, {to: two}]
                """;

        // when
        ProxyConfig config = parse(
                shared,
                "listeners.a.connect.bridges=pass",
                "listeners.b.limits.perSource=3",
                "clusters.one.backends[0]=127.0.0.1:7",
                "clusters.two.backends[1].weight=9");

        // then
        assertThat(config.listeners().values())
                .extracting(ListenerConfig::name, each -> each.connect().bridges(), each -> each.limits()
                        .perSource())
                .containsExactly(
                        tuple("a", Bridges.PASS, 5), tuple("b", Bridges.REJECT, 3), tuple("c", Bridges.REJECT, 5));
        assertThat(config.clusters().values())
                .flatExtracting(ClusterConfig::backends)
                .extracting(BackendConfig::port, BackendConfig::weight)
                .containsExactly(tuple(7, 1), tuple(2, 2), tuple(1, 1), tuple(2, 9));
    }

    @Test
    void theLastOfTwoCounts() throws Exception {
        ProxyConfig config = load("transport.type=nio", "transport.type=epoll");

        assertThat(config.transport().type()).isEqualTo(TransportConfig.Type.EPOLL);
    }

    @Test
    void takesVariablesAsTheFileDoes() throws Exception {
        assertThat(listener(load("listeners.mqtt.plain.bind=127.0.0.1:${PORT}")).bind())
                .hasToString("127.0.0.1:1883");
    }

    @Test
    void mayContainMoreEqualsSigns() {
        assertThat(Setting.parse("admin.token=a=b")).isEqualTo(new Setting("admin.token", "a=b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listener.mqtt.bind=x                | --set listener: unknown key (expected: listeners)
            listeners.mqtt.plain.bnd=x          | --set listeners.mqtt.plain.bnd: unknown key (expected: bind)
            listeners.mqtt.plain.bind=x         | --set listeners.mqtt.plain.bind: x (expected: address:port such as 0.0.0.0:8883)
            listeners.mqtt.plain.bind.port=1    | --set listeners.mqtt.plain.bind.port: nothing can stand below listeners.mqtt.plain.bind, which is no mapping (expected: listeners.mqtt.plain.bind alone, or a mapping in the file)
            clusters.brokers.backends[2]=x      | --set clusters.brokers.backends[2]: no such item of clusters.brokers.backends (expected: clusters.brokers.backends[0] to [1])
            clusters.brokers.backends.x=y       | --set clusters.brokers.backends.x: no such item of clusters.brokers.backends (expected: clusters.brokers.backends[0] to [1])
            transport..type=nio                 | --set transport..type: an empty key (expected: keys with single dots between them)
            """)
    void saysThatThePlaceIsTheCommandLine(String setting, String problem) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(setting))
                .satisfies(e ->
                        assertThat(e.problems()).extracting(Problem::toString).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=x", "admin.token"})
    void isRefusedWithoutAPathOrAValue(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.parse(text))
                .withMessageContaining("path=value");
    }

    @Test
    void neverShowsItsValue() {
        assertThat(Setting.parse("admin.token=secret")).hasToString("--set admin.token");
    }

    private static ProxyConfig load(String... settings) throws ConfigException {
        Stream<String> all = Stream.concat(
                Stream.of("listeners.mqtt.plain.limits.perSource=5"), Stream.of(settings)); // the section is empty
        return parse(YAML, all.toArray(String[]::new));
    }

    private static ProxyConfig parse(String yaml, String... settings) throws ConfigException {
        List<Setting> parsed = Stream.of(settings).map(Setting::parse).toList();
        return new ConfigLoader(Loaded.ENVIRONMENT, new PretendedFiles(), parsed)
                .parse(yaml.getBytes(StandardCharsets.UTF_8), Path.of("proxy.yaml"));
    }

    private static ListenerConfig listener(ProxyConfig config) {
        return Objects.requireNonNull(config.listeners().get("mqtt.plain"));
    }
}
