package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operator's folder: what it says must be what the code does. */
class SampleTest {
    static final Path FOLDER = Path.of("..", "config");
    private static final Pattern KEY_LINE = Pattern.compile("\\s*(?:- )?([\\w-]+):(?: +(.*?))? +# (.*)");
    private static final Pattern DEFAULT = Pattern.compile("Default: (.*?)\\.(?: |$)");
    static final Map<String, String> ENVIRONMENT = environment();

    @Test
    void theSampleLoads() throws Exception {
        ProxyConfig sample = load(FOLDER.resolve("proxy.yaml"));

        assertThat(sample.certificates()).containsOnlyKeys("default", "tenant-a", "acme/mqtt");
        assertThat(sample.listeners()).containsOnlyKeys("mqtts");
        assertThat(sample.clusters()).containsOnlyKeys("brokers", "sensors", "lab");
        assertThat(sample.routes())
                .extracting(route -> route.route().to().toString())
                .containsExactly("sensors", "brokers:95, sensors:5", "brokers");
    }

    @Test
    void whatTheSampleMarksAsDefaultIsWhatTheCodeAssumes() throws Exception {
        ProxyConfig sample = load(FOLDER.resolve("proxy.yaml"));
        ProxyConfig minimal = Loaded.from("""
                certificates: {default: {certFile: a.pem, keyFile: a.key}}
                listeners:
                  mqtts:
                    bind: 0.0.0.0:8883
                    tls: {certificates: [default], clientAuth: optional, caFile: ca.pem, crl: {files: [a.crl]}, ocsp: {mode: soft-fail}}
                    identity: {from: subject.cn}
                clusters:
                  brokers:
                    backends: [127.0.0.1:1883]
                    balance: {policy: rendezvous}
                    proxyProtocol: {version: v2}
                    health: {type: tcp}
                    discovery: {dns: brokers.example.com, port: 1883}
                    tls: {caFile: ca.pem}
                admin: {bind: 127.0.0.1:9090, tls: {certificate: default}}
                logging: {traces: {endpoint: "http://127.0.0.1:4318/v1/traces"}}
                """);
        ListenerConfig listener = listener(sample, "mqtts");
        ListenerConfig bare = listener(minimal, "mqtts");

        assertThat(listener.limits()).isEqualTo(bare.limits()).isEqualTo(LimitsConfig.DEFAULTS);
        assertThat(listener.timeouts()).isEqualTo(bare.timeouts()).isEqualTo(TimeoutsConfig.DEFAULTS);
        assertThat(defaulted(tls(listener))).isEqualTo(defaulted(tls(bare)));
        assertThat(crl(listener).refresh()).isEqualTo(crl(bare).refresh());
        assertThat(ocsp(listener).timeout()).isEqualTo(ocsp(bare).timeout());
        assertThat(ocsp(listener).cache()).isEqualTo(ocsp(bare).cache());
        assertThat(ocsp(bare).responder()).isNull();
        assertThat(crl(listener).distributionPoints()).isEqualTo(crl(bare).distributionPoints());
        assertThat(crl(listener).whenExpired()).isEqualTo(crl(bare).whenExpired());
        assertThat(identity(listener).allowWildcards()).isEqualTo(identity(bare).allowWildcards());
        assertThat(identity(listener).maxSize()).isEqualTo(identity(bare).maxSize());
        assertThat(listener.connect().clientId()).isEqualTo(bare.connect().clientId());
        assertThat(listener.connect().bridges()).isEqualTo(bare.connect().bridges());
        assertThat(cluster(sample).balance()).isEqualTo(cluster(minimal).balance());
        assertThat(cluster(sample).proxyProtocol().tlvs())
                .isEqualTo(cluster(minimal).proxyProtocol().tlvs());
        assertThat(cluster(minimal).proxyProtocol().custom()).isEmpty();
        assertThat(bare.proxyProtocol()).isNull();
        assertThat(timing(cluster(sample))).isEqualTo(timing(cluster(minimal))).isEqualTo(HealthConfig.DEFAULTS);
        assertThat(cluster(sample).discovery()).isEqualTo(cluster(minimal).discovery());
        assertThat(cluster(sample).ejection())
                .isEqualTo(cluster(minimal).ejection())
                .isEqualTo(EjectionConfig.DEFAULTS);
        assertThat(backendTls(sample).versions()).isEqualTo(backendTls(minimal).versions());
        assertThat(backendTls(sample).cipherSuites())
                .isEqualTo(backendTls(minimal).cipherSuites());
        assertThat(cluster(sample).backends().get(0).weight()).isEqualTo(BackendConfig.DEFAULT_WEIGHT);
        assertThat(defaulted(adminTls(sample).tls()))
                .isEqualTo(defaulted(adminTls(minimal).tls()));
        assertThat(adminTls(sample).changes()).isEqualTo(adminTls(minimal).changes());
        assertThat(adminTls(minimal).tls().clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(sample.logging().format()).isEqualTo(minimal.logging().format());
        assertThat(sample.logging().access()).isEqualTo(minimal.logging().access());
        assertThat(sample.logging().connected()).isEqualTo(minimal.logging().connected());
        assertThat(sample.logging().sampling()).isEqualTo(minimal.logging().sampling());
        assertThat(traces(sample).sample()).isEqualTo(traces(minimal).sample());
        assertThat(traces(sample).timeout()).isEqualTo(traces(minimal).timeout());
        assertThat(sample.shutdown()).isEqualTo(minimal.shutdown());
        assertThat(sample.transport()).isEqualTo(minimal.transport());
    }

    @Test
    void whatTheSampleCallsNoneOrAnotherValueIsNotThereInTheMinimalOne() throws Exception {
        ProxyConfig minimal = Loaded.from(Loaded.MINIMAL);
        ListenerConfig listener = listener(minimal, "mqtt");

        assertThat(minimal.certificates()).isEmpty();
        assertThat(minimal.admin()).isNull();
        assertThat(minimal.logging().traces()).isNull();
        assertThat(listener.tls()).isNull();
        assertThat(listener.identity()).isNull();
        assertThat(listener.connect()).isEqualTo(new ConnectConfig(null, null, null, Map.of(), Map.of(), Bridges.PASS));
        assertThat(cluster(minimal).profile()).isNull();
        assertThat(cluster(minimal).health()).isNull();
        assertThat(cluster(minimal).tls()).isNull();
        assertThat(cluster(minimal).discovery()).isNull();
        assertThat(cluster(minimal).stormLimit()).isNull();
        assertThat(cluster(minimal).redirect()).isEqualTo(RedirectConfig.DEFAULTS);
        assertThat(cluster(minimal).balance().policy()).isEqualTo(BalanceConfig.Policy.ROUND_ROBIN);
        assertThat(cluster(minimal).proxyProtocol().version()).isEqualTo(ProxyProtocolConfig.Version.OFF);
        assertThat(minimal.routes())
                .singleElement()
                .isEqualTo(
                        RouteConfig.everyone("brokers", minimal.routes().get(0).at()));
        assertThat(tls(listener(Loaded.from("""
                                        certificates: {default: {certFile: a.pem, keyFile: a.key}}
                                        listeners: {mqtts: {bind: "[::]:8883", tls: {certificates: [default]}}}
                                        clusters: {brokers: {backends: [127.0.0.1:1883]}}
                                        """), "mqtts")))
                .returns(ClientAuth.NONE, TlsConfig::clientAuth)
                .returns(RevocationConfig.NONE, TlsConfig::revocation);
        assertThat(new IdentityRule(
                        CertificateField.SUBJECT_CN,
                        null,
                        Template.parse("${from}", IdentityRule.variables(null)),
                        false))
                .isEqualTo(identity(listener(load(FOLDER.resolve("examples/mutual-tls.yaml")), "mqtts")));
    }

    @Test
    void everyKeyOfTheSampleIsExplainedAndEveryMarkedDefaultIsTheValueWritten() throws Exception {
        List<String> marked = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("proxy.yaml"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            assertThat(line).as("explained").contains(" # ");
            Matcher key = KEY_LINE.matcher(line);
            if (!key.matches()) {
                continue;
            }
            assertThat(key.group(3)).as("a sentence: %s", line).endsWith(".");
            if (key.group(3).startsWith("Default: ") && key.group(2) != null) {
                Matcher stated = DEFAULT.matcher(key.group(3));
                assertThat(stated.find()).as(line).isTrue();
                assertThat(stated.group(1)).as(line).isEqualTo(key.group(2));
                marked.add(key.group(1));
            }
        }
        assertThat(marked).hasSizeGreaterThan(20);
    }

    @Test
    void everyKeyThatTheCodeKnowsIsInTheSample() throws Exception {
        List<String> keys = Files.readAllLines(FOLDER.resolve("proxy.yaml")).stream()
                .map(KEY_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();

        assertThat(keys)
                .containsAll(ProxyBinder.KEYS)
                .containsAll(CertificatesBinder.KEYS)
                .containsAll(ListenerBinder.KEYS)
                .containsAll(InboundProxyBinder.KEYS)
                .containsAll(TlsBinder.KEYS)
                .containsAll(TlsBinder.CERTIFICATE_KEYS)
                .containsAll(RevocationBinder.CRL_KEYS)
                .containsAll(RevocationBinder.OCSP_KEYS)
                .containsAll(SessionTicketsBinder.KEYS)
                .containsAll(IdentityBinder.KEYS)
                .containsAll(ConnectBinder.KEYS)
                .containsAll(ConnectBinder.REQUIRE_KEYS)
                .containsAll(LimitsBinder.LIMIT_KEYS)
                .containsAll(LimitsBinder.TIMEOUT_KEYS)
                .containsAll(RoutesBinder.KEYS)
                .containsAll(WhenBinder.KEYS)
                .containsAll(WhenBinder.TEXT_KEYS)
                .containsAll(WhenBinder.KEEP_ALIVE_KEYS)
                .containsAll(ClusterBinder.KEYS)
                .containsAll(BalanceBinder.KEYS)
                .containsAll(EjectionBinder.KEYS)
                .containsAll(HealthBinder.KEYS)
                .containsAll(DiscoveryBinder.KEYS)
                .containsAll(DiscoveryBinder.REFRESH_KEYS)
                .containsAll(KubernetesBinder.KEYS)
                .containsAll(RedirectBinder.KEYS)
                .containsAll(BackendTlsBinder.KEYS)
                .containsAll(ProxyProtocolBinder.KEYS)
                .containsAll(BackendsBinder.KEYS)
                .containsAll(OperationsBinder.ADMIN_KEYS)
                .containsAll(AdminTlsBinder.KEYS)
                .containsAll(LoggingBinder.KEYS)
                .containsAll(LoggingBinder.SAMPLING_KEYS)
                .containsAll(LoggingBinder.HASH_KEYS)
                .containsAll(TracesBinder.KEYS)
                .containsAll(OperationsBinder.SHUTDOWN_KEYS)
                .containsAll(OperationsBinder.TRANSPORT_KEYS);
    }

    static ProxyConfig load(Path file) throws ConfigException {
        return new ConfigLoader(ENVIRONMENT, new PretendedFiles()).load(file);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Loaded.ENVIRONMENT);
        environment.put("KEY_PASSWORD", "secret");
        return environment;
    }

    /** Without what the sample sets to something else on purpose. */
    private static TlsConfig defaulted(TlsConfig tls) {
        return new TlsConfig(
                List.of(),
                tls.strictSni(),
                tls.versions(),
                tls.cipherSuites(),
                tls.groups(),
                ClientAuth.NONE,
                null,
                tls.verifyDepth(),
                new Source("", 1, 1, ""),
                RevocationConfig.NONE,
                SessionTicketsConfig.Simple.OWN_KEYS,
                false);
    }

    private static AdminTlsConfig adminTls(ProxyConfig config) {
        return Objects.requireNonNull(Objects.requireNonNull(config.admin()).tls());
    }

    private static ListenerConfig listener(ProxyConfig config, String name) {
        return Objects.requireNonNull(config.listeners().get(name));
    }

    private static ClusterConfig cluster(ProxyConfig config) {
        return Objects.requireNonNull(config.clusters().get("brokers"));
    }

    private static HealthConfig timing(ClusterConfig cluster) {
        HealthConfig health = Objects.requireNonNull(cluster.health());
        return new HealthConfig(
                HealthConfig.DEFAULTS.check(),
                health.interval(),
                health.timeout(),
                health.rise(),
                health.fall(),
                health.whenDown());
    }

    private static TracesConfig traces(ProxyConfig config) {
        return Objects.requireNonNull(config.logging().traces());
    }

    private static BackendTlsConfig backendTls(ProxyConfig config) {
        return Objects.requireNonNull(cluster(config).tls());
    }

    private static TlsConfig tls(ListenerConfig listener) {
        return Objects.requireNonNull(listener.tls());
    }

    private static CrlConfig crl(ListenerConfig listener) {
        return Objects.requireNonNull(tls(listener).revocation().crl());
    }

    private static OcspConfig ocsp(ListenerConfig listener) {
        return Objects.requireNonNull(tls(listener).revocation().ocsp());
    }

    private static IdentityRule identity(ListenerConfig listener) {
        return Objects.requireNonNull(listener.identity());
    }
}
