package io.mqttproxy.config;

import java.util.List;

/**
 * A bundle and the server names that it serves.
 *
 * @param bundle a key of {@link ProxyConfig#certificates()}, with its namespace if it has one
 * @param sni in lower case; may be empty for the first one only. {@code *.} stands for exactly one label
 */
public record SniCertificate(String bundle, List<String> sni) {}
