package io.mqttproxy.admin;

import io.mqttproxy.admin.BundleControl.Change;
import io.mqttproxy.admin.ProxyView.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bundles for people, and what was done to them. */
final class BundleReport {

    private BundleReport() {}

    static JsonObject json(Change change) {
        return new JsonObject()
                .with("id", change.id())
                .with("time", change.time().toString())
                .with("bundle", change.bundle())
                .with("action", change.action())
                .with("result", change.result())
                .with("fingerprint", change.fingerprint())
                .with("detail", change.detail());
    }

    static String text(List<Certificate> certificates, Instant now) {
        TextTable table = new TextTable("BUNDLE", "DAYS LEFT", "UNTIL", "FROM", "USED BY", "SERVER NAMES", "SHA-256");
        CertificateReport.sorted(certificates)
                .forEach(certificate -> table.row(
                        certificate.bundle(),
                        Long.toString(CertificateReport.daysLeft(certificate, now)),
                        certificate.notAfter().toString(),
                        certificate.origin().word(),
                        list(certificate.uses().stream().map(use -> use.kind() + " " + use.name()), ", "),
                        list(certificate.uses().stream().flatMap(use -> use.sni().stream()), " "),
                        certificate.fingerprint()));
        return table.toString();
    }

    private static String list(Stream<String> texts, String separator) {
        String list = texts.distinct().collect(Collectors.joining(separator));
        return list.isEmpty() ? "-" : list;
    }

    /** What has become of a change. */
    static String sentence(Change change, List<Certificate> now, Instant time) {
        if (now.isEmpty()) {
            return "bundle " + change.bundle() + " is gone (" + change.id() + ")\n";
        }
        Certificate certificate = now.get(0);
        String serving = certificate.uses().isEmpty() ? " is kept, and nobody serves it" : " serves new connections";
        String missing = list(NameCover.missing(certificate).stream(), ", ");
        return "bundle " + change.bundle() + " of " + certificate.origin().words() + serving + ", "
                + CertificateReport.daysLeft(certificate, time) + " days left (" + change.id() + ")\n"
                + (missing.equals("-") ? "" : "warning: its certificate is not for " + missing + "\n");
    }
}
