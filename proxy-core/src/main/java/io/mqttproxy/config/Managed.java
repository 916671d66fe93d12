package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle that came over the admin port serves, beside what the configuration has it serve.
 *
 * @param sni server names in lower case; may be empty
 * @param listeners the listeners that serve it for these names; those that are gone or have no TLS do not count
 * @param inFile the bundle of the same name in the configuration, for which it stands; null when there is none
 */
public record Managed(
        List<String> sni, List<String> listeners, @Nullable CertificateConfig inFile) {

    /** Copies the lists. */
    public Managed {
        sni = List.copyOf(sni);
        listeners = List.copyOf(listeners);
    }

    Managed standingFor(@Nullable CertificateConfig bundle) {
        return new Managed(sni, listeners, bundle);
    }
}
