package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.routing.Condition;
import io.mqttproxy.routing.Conditions;
import io.mqttproxy.routing.HashKey;
import io.mqttproxy.routing.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void resolvesPathsAgainstTheFolderOfTheFile() throws Exception {
        Path certificate =
                Files.createFile(Files.createDirectory(folder.resolve("certs")).resolve("a.pem"));
        Path key = Files.createFile(folder.resolve("a.key"));

        ProxyConfig config =
                load("certificates: {a: {certFile: certs/a.pem, keyFile: " + key + "}}\n" + Loaded.MINIMAL);

        KeySource.Pem files = (KeySource.Pem)
                Objects.requireNonNull(config.certificates().get("a")).keys();
        assertThat(files.certFile().path()).isEqualTo(certificate);
        assertThat(files.certFile().configured()).isEqualTo("certs/a.pem");
        assertThat(files.certFile().source()).hasToString(file() + ":1:30 certificates.a.certFile");
        assertThat(files.keyFile().path()).isEqualTo(key);
    }

    @Test
    void tellsWhichFilesCannotBeRead() throws Exception {
        Files.createDirectory(folder.resolve("a.pem"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load("""
                        certificates: {a: {certFile: a.pem, keyFile: a.key}}
                        logging: {access: nowhere/access.log}
                        """ + Loaded.MINIMAL))
                .satisfies(e -> assertThat(e.problems()).hasSize(3))
                .withMessage("""
                        %1$s:1:30 certificates.a.certFile: a folder, not a file: a.pem (expected: a PEM file with at least one certificate)
                        %1$s:1:46 certificates.a.keyFile: no such file: a.key (expected: a PEM file with the private key)
                        %1$s:2:19 logging.access: no such folder for the file: nowhere/access.log (expected: a file in a folder that is there)""".formatted(file()));
    }

    @Test
    void takesAnAccessLogThatDoesNotExistYet() throws Exception {
        ProxyConfig config = load("logging: {access: ./access.log}\n" + Loaded.MINIMAL);

        assertThat(config.logging().access().target()).isEqualTo(AccessLog.Target.FILE);
        assertThat(Objects.requireNonNull(config.logging().access().file()).path())
                .isEqualTo(folder.resolve("./access.log"));
        assertThat(folder.resolve("access.log")).doesNotExist();
    }

    @Test
    void tellsThatTheConfigurationItselfIsMissingOrTooLarge() throws Exception {
        ConfigLoader loader = new ConfigLoader(Map.of());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(file()))
                .withMessage(file() + ":1:1: no such file (expected: a configuration such as proxy.yaml)");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(folder))
                .withMessage(folder + ":1:1: not readable (expected: a configuration such as proxy.yaml)");
        Files.write(file(), new byte[1024 * 1024 + 1]);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(file()))
                .withMessage(file() + ":1:1: larger than 1048576 bytes (expected: a configuration such as proxy.yaml)");
    }

    @Test
    void takesAByteOrderMarkAndWindowsLineEnds() throws Exception {
        String yaml = "\uFEFF" + Loaded.MINIMAL.replace("\n", "\r\n");

        assertThat(Loaded.from(yaml)).isEqualTo(Loaded.from(Loaded.MINIMAL));
        assertThat(Loaded.problems("\uFEFFadmin: x\r\n"
                        + Loaded.MINIMAL.replace("1884", "x").replace("\n", "\r\n")))
                .containsExactly(
                        "proxy.yaml:1:8 admin: x (expected: a mapping with the keys bind, token, hosts, tls, bundleDir)",
                        "proxy.yaml:4:11 listeners.mqtt.bind: 127.0.0.1:x"
                                + " (expected: a port from 0 to 65535 behind the last colon)");
    }

    @Test
    void countsColumnsInCharacters() {
        assertThat(Loaded.problems("listeners: {\"\uD83D\uDE00ä\": 1, b: 2}\nclusters: {c: {backends: [b:1]}}"))
                .containsExactly(
                        "proxy.yaml:1:13 listeners.\uD83D\uDE00ä: \uD83D\uDE00ä"
                                + " (expected: a name of 1 to 64 letters, digits, -, _ and .)",
                        "proxy.yaml:1:25 listeners.b: 2 (expected: a mapping with the keys"
                                + " bind, protocol, tls, proxyProtocol, identity, connect, limits, timeouts)");
    }

    @Test
    void tellsWhereBytesAreNoText() {
        byte[] latin1 = "a: b\nc: d\u00E9f\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Loaded.problems(latin1))
                .containsExactly("proxy.yaml:2:5: bytes that are no UTF-8 (expected: UTF-8)");
        assertThat(Loaded.problems("a: b\n  \0: c"))
                .containsExactly("proxy.yaml:2:3: control character U+0000 (expected: visible text)");
        assertThat(Loaded.problems(new byte[] {'a', (byte) 0xE2, (byte) 0x82}))
                .containsExactly("proxy.yaml:1:2: bytes that are no UTF-8 (expected: UTF-8)");
    }

    @Test
    void takesAliasesForWholeValues() throws Exception {
        ProxyConfig config = Loaded.from("""
                listeners:
                  a: {bind: 127.0.0.1:1, timeouts: &t {connect: 3s}}
                  b: {bind: 127.0.0.1:2, timeouts: *t}
                clusters:
                  brokers: {backends: [127.0.0.1:1883]}
                """);

        assertThat(config.listeners().values())
                .extracting(listener -> listener.timeouts().connect())
                .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void endsOnAliasesThatContainThemselvesOrMultiply() {
        assertThat(Loaded.problems("&a {listeners: *a, clusters: *a}")).isNotEmpty();
        assertThat(Loaded.problems("a: &a [1]\nb: [" + "*a, ".repeat(60) + "]"))
                .containsExactly("proxy.yaml:1:1: invalid YAML: Number of aliases for non-scalar nodes exceeds the"
                        + " specified max=50 (expected: less of it)");
        assertThat(Loaded.problems("[".repeat(60) + "]".repeat(60)))
                .containsExactly("proxy.yaml:1:1: invalid YAML: Nesting Depth exceeded max 50 (expected: less of it)");
    }

    @Test
    void putsTheEnvironmentIn() throws Exception {
        ProxyConfig config = Loaded.from("""
                listeners:
                  mqtt:
                    bind: ${HOST:-127.0.0.1}:${PORT}
                    connect:
                      username: ${env.TENANT}/$${x}/${mqtt.clientId:-none}
                clusters:
                  brokers:
                    backends: ["${EMPTY:-broker}:${env.PORT}"]
                """);

        ListenerConfig listener = Objects.requireNonNull(config.listeners().get("mqtt"));
        assertThat(listener.bind()).hasToString("127.0.0.1:1883");
        assertThat(Objects.requireNonNull(listener.connect().username()).render(name -> null))
                .isEqualTo("acme/${x}/none");
        assertThat(Objects.requireNonNull(config.clusters().get("brokers")).backends())
                .extracting(BackendConfig::name)
                .containsExactly("broker:1883");
    }

    @Test
    void bindsEveryPartOfARoute() throws Exception {
        ProxyConfig config = Loaded.from("""
                certificates: {default: {certFile: a.pem, keyFile: a.key}}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:8883
                    tls: {certificates: [default], clientAuth: required, caFile: ca.pem}
                    identity: {from: subject.cn}
                routes:
                  - when: {listener: mqtt*, sni: "*.A.example.com", clientId: a*, username: u, identity: i, mqttVersion: 3.1.1, source: 192.0.2.7, keepAlive: {max: 1m}, alpn: mqtt, issuer: {regex: "CN=.*"}}
                    to: brokers
                clusters:
                  brokers: {backends: [{address: "[::1]:1883", weight: 0, name: b1, tier: 1, zone: west}], balance: leastConnections, profile: emqx}
                """);

        Source at = new Source("proxy.yaml", 8, 5, "routes[0]");
        assertThat(config.routes())
                .containsExactly(new RouteConfig(
                        Route.to(
                                "brokers",
                                Conditions.parse("listener", "mqtt*"),
                                Conditions.parse("sni", "*.a.example.com"),
                                Conditions.parse("alpn", "mqtt"),
                                Conditions.parse("clientId", "a*"),
                                Conditions.parse("username", "u"),
                                Conditions.parse("identity", "i"),
                                Conditions.parseRegex("issuer", "CN=.*"),
                                Conditions.parse("mqttVersion", "3.1.1"),
                                Conditions.parse("source", "192.0.2.7/32"),
                                new Condition.KeepAliveCondition(0, 60)),
                        at));
        ClusterConfig cluster = Objects.requireNonNull(config.clusters().get("brokers"));
        assertThat(cluster.backends())
                .isEqualTo(List.of(new BackendConfig(
                        "::1",
                        1883,
                        0,
                        "b1",
                        1,
                        "west",
                        new Source("proxy.yaml", 11, 24, "clusters.brokers.backends[0]"))));
        assertThat(cluster.balance().policy()).isEqualTo(BalanceConfig.Policy.LEAST_CONNECTIONS);
        assertThat(cluster.profile()).isEqualTo(Profile.EMQX);
    }

    @Test
    void bindsEveryKeyOfBalancing() throws Exception {
        ProxyConfig config = Loaded.from("""
                listeners: {mqtt: {bind: 127.0.0.1:1884}}
                routes: [{to: {a: 95, b: 5}}]
                clusters:
                  a:
                    backends: [broker:1883]
                    balance: {policy: maglev, key: [identity, clientId], boundedLoad: on, slowStart: 30s, panicThreshold: 40%}
                    ejection: {failures: 2, refusals: 3, base: 500ms, max: 1m, maxShare: 34%}
                  b:
                    backends: [broker:1883]
                    balance: {policy: random, zone: west, slowStart: off}
                """);

        ClusterConfig a = Objects.requireNonNull(config.clusters().get("a"));
        ClusterConfig b = Objects.requireNonNull(config.clusters().get("b"));
        HashKey key = new HashKey(List.of(HashKey.Part.IDENTITY, HashKey.Part.CLIENT_ID));
        assertThat(a.balance())
                .isEqualTo(new BalanceConfig(BalanceConfig.Policy.MAGLEV, key, 1.25, Duration.ofSeconds(30), 40, ""));
        assertThat(a.ejection()).isEqualTo(new EjectionConfig(2, 3, Duration.ofMillis(500), Duration.ofMinutes(1), 34));
        assertThat(b.balance().zone()).isEqualTo("west");
        assertThat(b.balance().slowStart()).isEqualTo(Duration.ZERO);
        assertThat(b.ejection()).isEqualTo(EjectionConfig.DEFAULTS);
        assertThat(config.routes().get(0).route().to()).hasToString("a:95, b:5");
    }

    private Path file() {
        return folder.resolve("proxy.yaml");
    }

    @Test
    void takesADepthWithoutAnyIntermediate() throws Exception {
        ProxyConfig config = Loaded.from("""
                certificates: {own: {certFile: own.pem, keyFile: own.key}}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:8883
                    tls: {certificates: [own], clientAuth: required, caFile: ca.pem, verifyDepth: 0}
                clusters: {brokers: {backends: [127.0.0.1:1883]}}
                """);

        assertThat(Objects.requireNonNull(config.listeners().get("mqtts")).tls())
                .extracting(TlsConfig::verifyDepth)
                .isEqualTo(0);
    }

    private ProxyConfig load(String yaml) throws Exception {
        Files.writeString(file(), yaml);
        return new ConfigLoader(Map.of()).load(file());
    }
}
