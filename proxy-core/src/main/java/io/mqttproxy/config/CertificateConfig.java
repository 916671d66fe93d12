package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, which listeners refer to by name.
 *
 * @param certFile PEM, leaf first
 * @param keyFile PEM
 * @param keyPassword null when the key is not encrypted
 */
public record CertificateConfig(
        String name,
        FileRef certFile,
        FileRef keyFile,
        @Nullable Secret keyPassword,
        Source source) {}
