package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BundleNamespaceTest {
    @Test
    void findsABundleOfANamespaceInBothSpellingsAndTakesEqualNamesOfTwoNamespacesApart() throws Exception {
        // when
        ProxyConfig config = Loaded.from("""
                certificates:
                  mqtt-cert: {certFile: a.pem, keyFile: a.key}
                  tenant-a/mqtt-cert: {certFile: b.pem, keyFile: b.key}
                  tenant-b/mqtt-cert: {certFile: c.pem, keyFile: c.key}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:8883
                    tls:
                      certificates:
                        - mqtt-cert
                        - {namespace: tenant-a, bundle: mqtt-cert, sni: [mqtt.tenant-a.example.com]}
                        - {bundle: tenant-b/mqtt-cert, sni: [mqtt.tenant-b.example.com]}
                  default-of-a-tenant:
                    bind: 127.0.0.1:8884
                    tls: {certificates: [tenant-a/mqtt-cert]}
                clusters: {brokers: {backends: [127.0.0.1:1883]}}
                """);

        // then
        assertThat(config.certificates()).containsOnlyKeys("mqtt-cert", "tenant-a/mqtt-cert", "tenant-b/mqtt-cert");
        assertThat(certificates(config, "mqtts"))
                .containsExactly(
                        new SniCertificate("mqtt-cert", List.of()),
                        new SniCertificate("tenant-a/mqtt-cert", List.of("mqtt.tenant-a.example.com")),
                        new SniCertificate("tenant-b/mqtt-cert", List.of("mqtt.tenant-b.example.com")));
        assertThat(certificates(config, "default-of-a-tenant"))
                .containsExactly(new SniCertificate("tenant-a/mqtt-cert", List.of()));
    }

    private static List<SniCertificate> certificates(ProxyConfig config, String listener) {
        ListenerConfig section = Objects.requireNonNull(config.listeners().get(listener));
        return Objects.requireNonNull(section.tls()).certificates();
    }
}
