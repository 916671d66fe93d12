package io.mqttproxy.config;

/**
 * A certificate with its key, which listeners refer to by name.
 *
 * @param name as listeners write it, with its namespace in front when it has one: {@code tenant-a/mqtt-cert}
 * @param keys where to find them
 */
public record CertificateConfig(String name, KeySource keys, Source source) {}
