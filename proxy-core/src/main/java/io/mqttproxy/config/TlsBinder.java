package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a listener's section {@code tls}. */
final class TlsBinder {
    static final List<String> KEYS = List.of(
            "certificates",
            "strictSni",
            "versions",
            "cipherSuites",
            "groups",
            "clientAuth",
            "caFile",
            "verifyDepth",
            "crl",
            "ocsp",
            "sessionTickets",
            "stapling");
    static final List<String> CERTIFICATE_KEYS = List.of("namespace", "bundle", "sni");
    static final List<String> DEFAULT_GROUPS = List.of("X25519MLKEM768", "X25519", "P-256");
    static final int DEFAULT_DEPTH = 10;

    private static final Choice<String> GROUP =
            Choice.of("X25519MLKEM768", "MLKEM1024", "X25519", "P-256", "P-384", "P-521");
    static final String NEEDS_CA = "required or optional";

    private final Bundles bundles;
    private final Set<String> serverNames = new HashSet<>();

    TlsBinder(Bundles bundles) {
        this.bundles = bundles;
    }

    @Nullable TlsConfig bind(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        List<SniCertificate> certificates = certificates(mapping);
        boolean strictSni = strictSni(mapping);
        List<String> versions = TlsWords.versions(mapping);
        List<String> cipherSuites = TlsWords.cipherSuites(mapping);
        List<String> groups = TlsWords.read(mapping.get("groups"), GROUP, DEFAULT_GROUPS, "group");
        int verifyDepth = mapping.read("verifyDepth", new IntegerReader(0, 100), DEFAULT_DEPTH);
        SessionTicketsConfig sessionTickets = SessionTicketsBinder.bind(mapping.get("sessionTickets"));
        Value auth = mapping.get("clientAuth");
        Value ca = mapping.get("caFile");
        FileRef caFile = ca == null ? null : FileRefReader.existing(ca, FileRefReader.CERTIFICATES);
        ClientAuth clientAuth =
                auth == null ? ClientAuth.NONE : auth.read(Choice.of(ClientAuth.values(), ClientAuth::configName));
        if (clientAuth == null) {
            return null;
        }
        checkAuthority(mapping, clientAuth, ca);
        return new TlsConfig(
                certificates,
                strictSni,
                versions,
                cipherSuites,
                groups,
                clientAuth,
                caFile,
                verifyDepth,
                value.key(),
                RevocationBinder.bind(mapping, clientAuth),
                sessionTickets,
                mapping.read("stapling", new BooleanReader(), false));
    }

    /** Client certificates and the CAs that sign them come together or not at all. */
    static void checkAuthority(Mapping mapping, ClientAuth clientAuth, @Nullable Value ca) {
        if (clientAuth == ClientAuth.NONE && ca != null) {
            ca.reading()
                    .problems()
                    .add(ca.key(), "does nothing with clientAuth none (expected: clientAuth " + NEEDS_CA + ")");
        } else if (clientAuth != ClientAuth.NONE && ca == null) {
            mapping.report("missing key caFile (expected: " + FileRefReader.CERTIFICATES + ", because clientAuth is "
                    + clientAuth.configName() + ")");
        }
    }

    private boolean strictSni(Mapping mapping) {
        boolean strict = mapping.read("strictSni", new BooleanReader(), false);
        Value value = mapping.get("strictSni");
        if (strict && value != null && serverNames.isEmpty()) {
            value.report("true would refuse every client (expected: certificates with sni, or false)");
        }
        return strict;
    }

    private List<SniCertificate> certificates(Mapping mapping) {
        Value list = mapping.require("certificates", "a list of names under certificates");
        if (list == null) {
            return List.of();
        }
        List<SniCertificate> certificates = new ArrayList<>();
        boolean first = true;
        for (Value value : list.list("certificate")) {
            SniCertificate certificate = value.isMapping() ? sniCertificate(value) : plain(value);
            if (certificate != null && certificate.sni().isEmpty() && !first) {
                value.report("would never be used (expected: {bundle: " + certificate.bundle()
                        + ", sni: [a.example.com]}, because only the first needs no sni)");
            }
            if (certificate != null) {
                certificates.add(certificate);
            }
            first = false;
        }
        return List.copyOf(certificates);
    }

    private @Nullable SniCertificate plain(Value value) {
        String bundle = bundles.read(value);
        return bundle == null ? null : new SniCertificate(bundle, List.of());
    }

    private @Nullable SniCertificate sniCertificate(Value value) {
        Mapping mapping = value.mapping(CERTIFICATE_KEYS);
        if (mapping == null) {
            return null;
        }
        String bundle = namespacedBundle(mapping);
        Value sni = mapping.get("sni");
        List<Value> values = sni == null ? List.of() : sni.list("server name");
        List<String> names = TlsWords.read(values, new SniReader());
        for (int i = 0; i < names.size(); i++) {
            if (!serverNames.add(names.get(i)) && names.size() == values.size()) {
                values.get(i).reportUnexpected("each server name with one bundle only");
            }
        }
        // With all of its names wrong it would look like one without any.
        return bundle == null || names.size() < values.size() ? null : new SniCertificate(bundle, names);
    }

    private @Nullable String namespacedBundle(Mapping mapping) {
        Value name = mapping.require("bundle", "a name under certificates");
        Value namespace = mapping.get("namespace");
        if (name == null || namespace == null) {
            return name == null ? null : bundles.read(name);
        }
        return bundles.read(namespace, name);
    }
}
