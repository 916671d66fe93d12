package io.mqttproxy.tls;

import io.mqttproxy.config.BindAddress;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.RevocationConfig;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.SessionTicketsConfig;
import io.mqttproxy.config.SniCertificate;
import io.mqttproxy.config.Source;
import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.config.TlsConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sections of a configuration as the tests of this package need them; all of them stand at proxy.yaml:12:7. */
final class Sections {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
    private static final List<String> GROUPS = List.of("X25519", "P-256");

    private Sections() {}

    static FileRef file(String key, Path path) {
        return new FileRef(path, String.valueOf(path.getFileName()), source(key));
    }

    static CertificateConfig bundle(Path certFile, Path keyFile, @Nullable Secret keyPassword) {
        return new CertificateConfig(
                "server",
                new KeySource.Pem(file("certFile", certFile), file("keyFile", keyFile), keyPassword),
                source("certificates"));
    }

    static ListenerConfig listener(String name, TlsConfig tls) {
        return new ListenerConfig(
                name,
                new BindAddress("127.0.0.1", 0, source("bind")),
                tls,
                null,
                null,
                ConnectConfig.DEFAULTS,
                LimitsConfig.DEFAULTS,
                TimeoutsConfig.DEFAULTS,
                source("listeners." + name));
    }

    /** One bundle named {@code server}. */
    static TlsConfig tls(ClientAuth clientAuth, @Nullable Path caFile, int verifyDepth) {
        return tls(List.of(new SniCertificate("server", List.of())), false, clientAuth, caFile, verifyDepth);
    }

    static TlsConfig tls(
            List<SniCertificate> certificates,
            boolean strictSni,
            ClientAuth clientAuth,
            @Nullable Path caFile,
            int verifyDepth) {
        return new TlsConfig(
                certificates,
                strictSni,
                VERSIONS,
                List.of(),
                GROUPS,
                clientAuth,
                caFile == null ? null : file("caFile", caFile),
                verifyDepth,
                source("tls"),
                RevocationConfig.NONE,
                SessionTicketsConfig.Simple.OWN_KEYS,
                false);
    }

    /** The same settings with other cipher suites and groups. */
    static TlsConfig with(TlsConfig tls, List<String> cipherSuites, List<String> groups) {
        return new TlsConfig(
                tls.certificates(),
                tls.strictSni(),
                tls.versions(),
                cipherSuites,
                groups,
                tls.clientAuth(),
                tls.caFile(),
                tls.verifyDepth(),
                tls.source(),
                tls.revocation(),
                tls.sessionTickets(),
                tls.stapling());
    }

    private static Source source(String key) {
        return new Source("proxy.yaml", 12, 7, key);
    }
}
