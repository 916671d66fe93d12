package io.mqttproxy.admin;

import io.mqttproxy.admin.ProxyView.Certificate;
import io.mqttproxy.admin.ProxyView.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All certificates of the proxy, the one that expires first ahead, for tools and for people. */
final class CertificateReport {

    private CertificateReport() {}

    static List<JsonObject> json(List<Certificate> certificates, Instant now) {
        return sorted(certificates).map(certificate -> json(certificate, now)).toList();
    }

    static Stream<Certificate> sorted(List<Certificate> certificates) {
        return certificates.stream().sorted(Comparator.comparing(Certificate::notAfter));
    }

    private static JsonObject json(Certificate certificate, Instant now) {
        return new JsonObject()
                .with("bundle", certificate.bundle())
                .with("origin", certificate.origin().word())
                .with("daysLeft", daysLeft(certificate, now))
                .with("notBefore", certificate.notBefore().toString())
                .with("notAfter", certificate.notAfter().toString())
                .with("subject", certificate.subject())
                .with("issuer", certificate.issuer())
                .with("serial", certificate.serial())
                .with("fingerprint", certificate.fingerprint())
                .withTexts("names", certificate.names())
                .withTexts("namesMissing", NameCover.missing(certificate))
                .with(
                        "uses",
                        certificate.uses().stream().map(CertificateReport::json).toList());
    }

    private static JsonObject json(Use use) {
        return new JsonObject().with(use.kind(), use.name()).withTexts("sni", use.sni());
    }

    /** Whole days; negative when it has expired. */
    static long daysLeft(Certificate certificate, Instant now) {
        return Math.floorDiv(Duration.between(now, certificate.notAfter()).toSeconds(), 86_400L);
    }

    static String text(List<Certificate> certificates, Instant now) {
        TextTable table = new TextTable("BUNDLE", "DAYS LEFT", "UNTIL", "USED BY", "NAMES", "SUBJECT");
        sorted(certificates)
                .forEach(certificate -> table.row(
                        certificate.bundle(),
                        Long.toString(daysLeft(certificate, now)),
                        certificate.notAfter().toString(),
                        certificate.uses().stream()
                                .map(use -> use.kind() + " " + use.name())
                                .distinct()
                                .collect(Collectors.joining(", ")),
                        String.join(" ", certificate.names()),
                        JsonText.quote(certificate.subject())));
        return table.toString();
    }
}
