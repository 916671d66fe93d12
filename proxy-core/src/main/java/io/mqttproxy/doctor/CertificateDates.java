package io.mqttproxy.doctor;

import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.BackendTlsConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many days certificates have left: our own, and those of the CAs that are trusted. */
final class CertificateDates {
    private static final Duration SOON = Duration.ofDays(21);

    private final ProxyConfig config;
    private final Instant now;

    CertificateDates(ProxyConfig config, Instant now) {
        this.config = config;
        this.now = now;
    }

    /**
     * Judges the dates; blocks on the files of CAs.
     *
     * @param bundles when the certificate of each bundle expires
     */
    List<Advice> run(Map<String, Instant> bundles) {
        List<Advice> advice = new ArrayList<>();
        bundles.forEach((name, end) -> advice.add(judge("certificate " + name, end, "replace its files")));
        authorities().forEach((file, ref) -> advice.addAll(judge(ref)));
        return advice;
    }

    /** Each file once, however often it is named. */
    private Map<String, FileRef> authorities() {
        Map<String, FileRef> files = new LinkedHashMap<>();
        for (ListenerConfig listener : config.listeners().values()) {
            @Nullable TlsConfig tls = listener.tls();
            if (tls != null && tls.caFile() != null) {
                files.putIfAbsent(tls.caFile().path().toString(), tls.caFile());
            }
        }
        @Nullable AdminConfig admin = config.admin();
        @Nullable FileRef operators =
                admin == null || admin.tls() == null ? null : admin.tls().tls().caFile();
        if (operators != null) {
            files.putIfAbsent(operators.path().toString(), operators);
        }
        for (ClusterConfig cluster : config.clusters().values()) {
            @Nullable BackendTlsConfig tls = cluster.tls();
            if (tls != null) {
                files.putIfAbsent(tls.caFile().path().toString(), tls.caFile());
            }
        }
        return files;
    }

    private List<Advice> judge(FileRef file) {
        List<Advice> advice = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file.path())) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            int position = 0;
            for (Certificate each : all) {
                position++;
                String subject = "CA " + file.configured() + (all.size() > 1 ? " number " + position : "");
                Instant end = ((X509Certificate) each).getNotAfter().toInstant();
                advice.add(judge(subject, end, "add the CA's new certificate to the file"));
            }
        } catch (IOException | CertificateException e) {
            advice.add(Advice.fail("CA " + file.configured(), "cannot be read (remedy: mqtt-proxy check)"));
        }
        return advice;
    }

    private Advice judge(String subject, Instant end, String remedy) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return Advice.fail(subject, "expired on " + end + " (remedy: " + remedy + ")");
        }
        String text = left.toDays() + " days left, until " + end;
        return left.compareTo(SOON) >= 0
                ? Advice.ok(subject, text)
                : Advice.warn(subject, text + " (remedy: " + remedy + ")");
    }
}
