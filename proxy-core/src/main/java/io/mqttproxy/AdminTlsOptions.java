package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClientException;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.Source;
import io.mqttproxy.tls.ToolTls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for TLS of every command that talks to a running proxy. */
final class AdminTlsOptions {

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM with the CAs that may have signed the proxy's certificate (default: Java's own)")
    private @Nullable Path ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "PEM with a certificate to show, for admin.tls.clientAuth")
    private @Nullable Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM with its private key")
    private @Nullable Path key;

    @Option(names = "--key-password-file", paramLabel = "FILE", description = "holds the key's password, if it has one")
    private @Nullable Path password;

    /**
     * TLS as they describe it.
     *
     * @param otherwise whom to believe without {@code --ca}
     * @throws AdminClientException when a file cannot be used
     */
    ToolTls tls(ToolTls otherwise) throws AdminClientException {
        try {
            ToolTls believing = ca == null ? otherwise : ToolTls.trusting(file("--ca", ca));
            if (cert == null && key == null) {
                return believing;
            }
            if (cert == null || key == null) {
                throw new AdminClientException(
                        cert == null
                                ? "--key without --cert (expected: both)"
                                : "--cert without --key (expected: both)");
            }
            return believing.showing(bundle(cert, key), InstantSource.system());
        } catch (ConfigException e) {
            throw new AdminClientException(
                    e.problems().stream()
                            .map(AdminTlsOptions::words)
                            .collect(Collectors.joining(System.lineSeparator())),
                    e);
        }
    }

    private CertificateConfig bundle(Path certificate, Path privateKey) {
        @Nullable Secret secret = password == null ? null : new Secret.FromFile(file("--key-password-file", password));
        KeySource keys = new KeySource.Pem(file("--cert", certificate), file("--key", privateKey), secret);
        return new CertificateConfig("--cert", keys, option("--cert"));
    }

    private static FileRef file(String option, Path path) {
        return new FileRef(path, path.toString(), option(option));
    }

    private static Source option(String name) {
        return new Source(name, 0, 0, "");
    }

    /** Where a configuration has keys, the command line has options. */
    private static String words(Problem problem) {
        return problem.toString()
                .replace("keyPassword", "--key-password-file")
                .replace("keyFile", "--key")
                .replace("certFile", "--cert");
    }
}
