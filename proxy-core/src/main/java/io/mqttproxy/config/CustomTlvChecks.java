package io.mqttproxy.config;

import io.mqttproxy.identity.ProxyVariables;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Compares the templates of PROXY headers with the listeners: what none of them can know of a client would refuse every
 * client.
 *
 * @param listeners all of them
 */
record CustomTlvChecks(Problems problems, Collection<ListenerConfig> listeners) {

    void check(ClusterConfig cluster) {
        Collection<Template> templates = cluster.proxyProtocol().custom().values();
        templates.stream()
                .flatMap(template -> template.names().stream())
                .distinct()
                .forEach(name -> check(cluster, name));
        if (templates.stream().anyMatch(template -> template.required().contains(Variables.PSK_IDENTITY))) {
            report(cluster, Variables.PSK_IDENTITY, ListenerChecks.WITHOUT_PSK);
        }
    }

    private void check(ClusterConfig cluster, String name) {
        if (listeners.stream().allMatch(listener -> missing(listener, name) != null)) {
            String first = String.valueOf(missing(listeners.iterator().next(), name));
            report(cluster, name, first);
        }
    }

    private void report(ClusterConfig cluster, String name, String expected) {
        problems.add(
                cluster.source(),
                "proxyProtocol.custom: ${" + name + "} has no value in any listener (expected: " + expected + ")");
    }

    /** What a listener would need; null when it has that. */
    private static @Nullable String missing(ListenerConfig listener, String name) {
        @Nullable TlsConfig tls = listener.tls();
        if (name.equals(Variables.IDENTITY)) {
            return listener.identity() == null ? "a listener with identity" : null;
        }
        if (name.startsWith(Variables.CERTIFICATE_PREFIX)) {
            boolean certificates = tls != null && tls.clientCertificates();
            return certificates ? null : "a listener with clientAuth required or optional";
        }
        if (name.startsWith(ProxyVariables.PREFIX)) {
            return listener.proxyProtocol() == null ? "a listener with proxyProtocol" : null;
        }
        return name.startsWith(Variables.TLS_PREFIX) && tls == null ? "a listener with tls" : null;
    }
}
