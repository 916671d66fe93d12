package io.mqttproxy;

import io.mqttproxy.admin.ProxyView.Certificate;
import io.mqttproxy.admin.ProxyView.Origin;
import io.mqttproxy.admin.ProxyView.Use;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.config.BackendTlsConfig;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.SniCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says which certificates are served, and where.
 *
 * @param bundles the certificate of each bundle, as it serves now
 */
record CertificateAdmin(Supplier<Map<String, X509Certificate>> bundles) {

    /** The kinds of subject alternative names that a server may have (RFC 5280 section 4.2.1.6), by their tags. */
    private static final Map<Integer, String> KINDS = Map.of(1, "email", 2, "DNS", 6, "URI", 7, "IP");

    List<Certificate> certificates(ProxyConfig config) {
        List<Certificate> certificates = new ArrayList<>();
        new TreeMap<>(bundles.get())
                .forEach((bundle, certificate) ->
                        certificates.add(view(bundle, certificate, origin(config, bundle), uses(config, bundle))));
        return certificates;
    }

    private static Origin origin(ProxyConfig config, String bundle) {
        @Nullable CertificateConfig section = config.certificates().get(bundle);
        return section != null && section.isManaged() ? Origin.MANAGED : Origin.FILE;
    }

    private static Certificate view(String bundle, X509Certificate certificate, Origin origin, List<Use> uses) {
        return new Certificate(
                bundle,
                origin,
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                fingerprint(certificate),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                uses);
    }

    private static List<Use> uses(ProxyConfig config, String bundle) {
        List<Use> uses = new ArrayList<>();
        config.listeners().forEach((name, listener) -> {
            List<SniCertificate> entries =
                    listener.tls() == null ? List.of() : listener.tls().certificates();
            entries.stream()
                    .filter(entry -> entry.bundle().equals(bundle))
                    .forEach(entry -> uses.add(new Use("listener", name, entry.sni())));
        });
        @Nullable AdminConfig admin = config.admin();
        if (admin != null && admin.tls() != null && serves(admin.tls(), bundle)) {
            uses.add(new Use("admin", "port", List.of()));
        }
        config.clusters().forEach((name, cluster) -> {
            @Nullable BackendTlsConfig tls = cluster.tls();
            if (tls != null && bundle.equals(tls.certificate())) {
                uses.add(new Use("cluster", name, List.of()));
            }
        });
        return uses;
    }

    private static boolean serves(AdminTlsConfig section, String bundle) {
        return section.tls().certificates().stream()
                .anyMatch(entry -> entry.bundle().equals(bundle));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                @Nullable String kind = KINDS.get((Integer) name.get(0));
                if (kind != null) {
                    names.add(kind + ":" + name.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            names.clear(); // it is shown without names; clients judge it themselves
        }
        return names;
    }

    /** The SHA-256 in lower-case hex. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that serves can be encoded", e);
        }
    }
}
