package io.mqttproxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code certificates}. */
final class CertificatesBinder {
    static final List<String> KEYS = List.of("certFile", "keyFile", "keyPassword");

    private static final String KEY = "a PEM file with the private key";

    private CertificatesBinder() {}

    static Map<String, CertificateConfig> bind(List<Value> bundles) {
        Map<String, CertificateConfig> certificates = new LinkedHashMap<>();
        for (Value bundle : bundles) {
            CertificateConfig certificate = bundle(bundle);
            if (certificate != null) {
                certificates.put(bundle.name(), certificate);
            }
        }
        return certificates;
    }

    private static @Nullable CertificateConfig bundle(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        FileRef certFile = file(mapping, "certFile", FileRefReader.CERTIFICATES);
        FileRef keyFile = file(mapping, "keyFile", KEY);
        Value password = mapping.get("keyPassword");
        Secret keyPassword = password == null ? null : SecretBinder.bind(password);
        return certFile == null || keyFile == null
                ? null
                : new CertificateConfig(value.name(), certFile, keyFile, keyPassword, value.key());
    }

    private static @Nullable FileRef file(Mapping mapping, String key, String expected) {
        Value value = mapping.require(key, expected);
        return value == null ? null : FileRefReader.existing(value, expected);
    }
}
