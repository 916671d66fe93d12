package io.mqttproxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code certificates}. */
final class CertificatesBinder {
    static final List<String> KEYS =
            List.of("certFile", "keyFile", "keyPassword", "storeFile", "storePassword", "storeAlias");

    private static final List<String> PEM_KEYS = KEYS.subList(0, 3);
    private static final List<String> STORE_KEYS = KEYS.subList(3, 6);
    private static final String FORMS = "certFile with keyFile, or storeFile with storePassword";
    private static final String KEY = "a PEM file with the private key";
    private static final String STORE = "a PKCS#12 or JKS key store";
    private static final String STORE_PASSWORD = "the password of the key store";

    private CertificatesBinder() {}

    static Map<String, CertificateConfig> bind(List<Value> bundles) {
        Map<String, CertificateConfig> certificates = new LinkedHashMap<>();
        for (Value bundle : bundles) {
            Mapping mapping = bundle.mapping(KEYS);
            KeySource keys = mapping == null ? null : keys(mapping);
            if (keys != null) {
                certificates.put(bundle.name(), new CertificateConfig(bundle.name(), keys, bundle.key()));
            }
        }
        return certificates;
    }

    private static @Nullable KeySource keys(Mapping mapping) {
        boolean pem = PEM_KEYS.stream().anyMatch(mapping::has);
        boolean store = STORE_KEYS.stream().anyMatch(mapping::has);
        if (pem == store) {
            mapping.report((pem ? "both PEM files and a key store" : "no certificate") + " (expected: " + FORMS + ")");
            return null;
        }
        return pem ? pem(mapping) : store(mapping);
    }

    private static @Nullable KeySource pem(Mapping mapping) {
        FileRef certFile = file(mapping, "certFile", FileRefReader.CERTIFICATES);
        FileRef keyFile = file(mapping, "keyFile", KEY);
        Value password = mapping.get("keyPassword");
        Secret keyPassword = password == null ? null : SecretBinder.bind(password);
        return certFile == null || keyFile == null ? null : new KeySource.Pem(certFile, keyFile, keyPassword);
    }

    private static @Nullable KeySource store(Mapping mapping) {
        FileRef storeFile = file(mapping, "storeFile", STORE);
        Value password = mapping.require("storePassword", STORE_PASSWORD);
        Secret storePassword = password == null ? null : SecretBinder.bind(password);
        Value alias = mapping.get("storeAlias");
        String storeAlias = alias == null ? null : alias.read(TextRule.visible("the alias of an entry in the store"));
        return storeFile == null || storePassword == null
                ? null
                : new KeySource.Store(storeFile, storePassword, storeAlias);
    }

    private static @Nullable FileRef file(Mapping mapping, String key, String expected) {
        Value value = mapping.require(key, expected);
        return value == null ? null : FileRefReader.existing(value, expected);
    }
}
