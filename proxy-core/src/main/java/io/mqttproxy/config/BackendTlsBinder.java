package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's section {@code tls}. */
final class BackendTlsBinder {
    static final List<String> KEYS = List.of("caFile", "certificate", "serverName", "versions", "cipherSuites");

    private final Bundles bundles;

    BackendTlsBinder(Bundles bundles) {
        this.bundles = bundles;
    }

    @Nullable BackendTlsConfig bind(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (value == null || mapping == null) {
            return null;
        }
        Value ca = mapping.require("caFile", FileRefReader.CERTIFICATES);
        FileRef caFile = ca == null ? null : FileRefReader.existing(ca, FileRefReader.CERTIFICATES);
        Value certificate = mapping.get("certificate");
        String bundle = certificate == null ? null : bundles.read(certificate);
        Value name = mapping.get("serverName");
        String serverName = name == null ? null : name.read(new ServerNameReader());
        List<String> versions = TlsWords.versions(mapping);
        List<String> cipherSuites = TlsWords.cipherSuites(mapping);
        return caFile == null
                ? null
                : new BackendTlsConfig(caFile, bundle, serverName, versions, cipherSuites, value.key());
    }
}
