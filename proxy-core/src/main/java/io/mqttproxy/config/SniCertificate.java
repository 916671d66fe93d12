package io.mqttproxy.config;

import java.util.List;

/**
 * A bundle and the server names that it serves.
 *
 * @param bundle a key of {@link ProxyConfig#certificates()}, with its namespace if it has one
 * @param sni in lower case; may be empty for the first one only. {@code *.} stands for exactly one label
 * @param managed whether this came over the admin port, and not from the listener's section
 */
public record SniCertificate(String bundle, List<String> sni, boolean managed) {

    /** One of a listener's section. */
    public SniCertificate(String bundle, List<String> sni) {
        this(bundle, sni, false);
    }
}
