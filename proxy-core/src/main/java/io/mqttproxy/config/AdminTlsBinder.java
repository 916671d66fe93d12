package io.mqttproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code admin.tls}. */
final class AdminTlsBinder {
    static final List<String> KEYS = List.of("certificate", "versions", "clientAuth", "caFile", "crl", "changes");

    private static final Choice<ClientAuth> CLIENT_AUTH = Choice.of(ClientAuth.values(), ClientAuth::configName);
    private static final Choice<AdminTlsConfig.Changes> CHANGES =
            Choice.of(AdminTlsConfig.Changes.values(), AdminTlsConfig.Changes::configName);

    private AdminTlsBinder() {}

    static @Nullable AdminTlsConfig bind(Value value, Bundles bundles) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Value certificate = mapping.require("certificate", "a name under certificates");
        String bundle = certificate == null ? null : bundles.read(certificate);
        List<String> versions = TlsWords.versions(mapping);
        Value ca = mapping.get("caFile");
        FileRef caFile = ca == null ? null : FileRefReader.existing(ca, FileRefReader.CERTIFICATES);
        AdminTlsConfig.Changes changes = mapping.read("changes", CHANGES, AdminTlsConfig.Changes.TOKEN);
        Value auth = mapping.get("clientAuth");
        ClientAuth clientAuth = auth == null ? ClientAuth.NONE : auth.read(CLIENT_AUTH);
        if (clientAuth == null) {
            return null;
        }
        TlsBinder.checkAuthority(mapping, clientAuth, ca);
        checkChanges(mapping, clientAuth, changes);
        CrlConfig crl = RevocationBinder.crl(mapping, clientAuth);
        return bundle == null
                ? null
                : new AdminTlsConfig(tls(bundle, versions, clientAuth, caFile, value.key(), crl), changes);
    }

    private static TlsConfig tls(
            String bundle,
            List<String> versions,
            ClientAuth clientAuth,
            @Nullable FileRef caFile,
            Source source,
            @Nullable CrlConfig crl) {
        return new TlsConfig(
                List.of(new SniCertificate(bundle, List.of())),
                false,
                versions,
                List.of(),
                TlsBinder.DEFAULT_GROUPS,
                clientAuth,
                caFile,
                TlsBinder.DEFAULT_DEPTH,
                source,
                new RevocationConfig(crl, null),
                SessionTicketsConfig.Simple.OWN_KEYS,
                false);
    }

    private static void checkChanges(Mapping mapping, ClientAuth clientAuth, AdminTlsConfig.Changes changes) {
        Value value = mapping.get("changes");
        if (value != null && changes == AdminTlsConfig.Changes.CERTIFICATE && clientAuth == ClientAuth.NONE) {
            value.report("certificate with clientAuth none, so nobody has one (expected: clientAuth "
                    + TlsBinder.NEEDS_CA + ", or token)");
        }
    }
}
