package io.mqttproxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bundles that came over the admin port, laid over a configuration. */
class ManagedBundlesTest {

    private static final String YAML = """
            certificates:
              server: {certFile: server.pem, keyFile: server.key}
              tenant: {certFile: tenant.pem, keyFile: tenant.key}
            listeners:
              mqtt: {bind: 127.0.0.1:1884}
              mqtts: {bind: "127.0.0.1:8883", tls: {certificates: [server, {bundle: tenant, sni: [a.example.com]}]}}
              other: {bind: "127.0.0.1:8884", tls: {certificates: [tenant]}}
            clusters:
              brokers: {backends: ["127.0.0.1:1883"], tls: {caFile: ca.pem, certificate: server}}
            """;

    private final ProxyConfig config = load(YAML);

    @Test
    void aBundleStandsForTheOneOfItsNameAndServesMoreNames() throws Exception {
        // when
        ProxyConfig over = ManagedBundles.over(
                config, List.of(bundle("tenant", List.of("a.example.com", "b.example.com"), "mqtts", "other")));

        // then
        CertificateConfig tenant = requireNonNull(over.certificates().get("tenant"));
        assertThat(tenant.isManaged()).isTrue();
        assertThat(tenant.keys().files()).extracting(FileRef::configured).containsOnly("tenant.pem");
        assertThat(requireNonNull(tenant.managed()).inFile())
                .isEqualTo(config.certificates().get("tenant"));
        assertThat(entries(over, "mqtts"))
                .containsExactly(
                        new SniCertificate("server", List.of()),
                        new SniCertificate("tenant", List.of("a.example.com")),
                        new SniCertificate("tenant", List.of("b.example.com"), true));
        assertThat(entries(over, "other")).hasSize(2);
        assertThat(over.listeners().get("mqtt")).isEqualTo(config.listeners().get("mqtt"));
    }

    @Test
    void whatWasLaidOverIsTakenOffAgainWithoutATrace() throws Exception {
        // given
        ProxyConfig over = ManagedBundles.over(
                config,
                List.of(bundle("tenant", List.of("b.example.com"), "mqtts"), bundle("new", List.of("c.d"), "mqtts")));
        assertThat(ManagedBundles.in(over)).extracting(CertificateConfig::name).containsExactly("tenant", "new");

        // then
        assertThat(ManagedBundles.over(over, List.of())).isEqualTo(config);
        assertThat(ManagedBundles.over(over, ManagedBundles.in(over))).isEqualTo(over);
    }

    @Test
    void aServerNameHasOneBundleOnly() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ManagedBundles.over(
                        config,
                        List.of(
                                bundle("one", List.of("b.example.com", "a.example.com"), "mqtts"),
                                bundle("two", List.of("b.example.com"), "mqtts", "other"))))
                .withMessage("""
                        bundle one: sni: a.example.com is served by bundle tenant at listener mqtts \
                        (expected: each server name with one bundle only)
                        bundle two: sni: b.example.com is served by bundle one at listener mqtts \
                        (expected: each server name with one bundle only)""");
    }

    @Test
    void aBundleThatIsNeededCannotGo() throws Exception {
        // given a configuration that names bundles that it does not have
        ProxyConfig over =
                ManagedBundles.over(config, List.of(bundle("tenant", List.of()), bundle("server", List.of())));
        ProxyConfig without = withoutFiles(over);

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ManagedBundles.over(without, List.of(bundle("tenant", List.of()))))
                .withMessageContaining("no such bundle: server, which listener mqtts names (expected: ")
                .withMessageContaining("no such bundle: server, which cluster brokers names (expected: ");
    }

    @Test
    void aListenerThatIsGoneIsWorthAWarning() throws Exception {
        // when
        ProxyConfig over =
                ManagedBundles.over(config, List.of(bundle("new", List.of("c.d"), "mqtts", "mqtt", "nowhere")));

        // then
        assertThat(over.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "bundle new: there is no listener mqtt with TLS any more, for which bundle new was uploaded"
                                + " (expected: an upload that names another, or none)",
                        "bundle new: there is no listener nowhere with TLS any more, for which bundle new was uploaded"
                                + " (expected: an upload that names another, or none)");
    }

    private static List<SniCertificate> entries(ProxyConfig config, String listener) {
        ListenerConfig section = requireNonNull(config.listeners().get(listener));
        return requireNonNull(section.tls()).certificates();
    }

    private static ProxyConfig withoutFiles(ProxyConfig over) {
        Map<String, CertificateConfig> bundles = new LinkedHashMap<>();
        over.certificates()
                .forEach((name, bundle) -> bundles.put(
                        name,
                        new CertificateConfig(
                                name,
                                bundle.keys(),
                                bundle.source(),
                                requireNonNull(bundle.managed()).standingFor(null))));
        return new ProxyConfig(
                bundles,
                over.listeners(),
                over.routes(),
                over.clusters(),
                over.admin(),
                over.logging(),
                over.shutdown(),
                over.transport(),
                over.startup(),
                over.reload(),
                over.metrics(),
                over.bans(),
                over.places());
    }

    private static CertificateConfig bundle(String name, List<String> sni, String... listeners) {
        Source source = ManagedBundleForm.source(name, "");
        FileRef pem = new FileRef(Path.of("bundles", name + ".pem"), name + ".pem", source);
        return new CertificateConfig(
                name, new KeySource.Pem(pem, pem, null), source, new Managed(sni, List.of(listeners), null));
    }

    private static ProxyConfig load(String yaml) {
        try {
            return Loaded.from(yaml);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
