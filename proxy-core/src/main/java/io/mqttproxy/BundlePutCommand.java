package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bundle put}: has a running proxy serve another certificate. */
@Command(
        name = "put",
        description = {
            "Upload a certificate and its key, or replace one. New connections get it at once, open ones stay.",
            "When anything is wrong with it, nothing changes."
        },
        mixinStandardHelpOptions = true)
final class BundlePutCommand extends RemoteCommand {

    /** As long as a reload, which it waits for. */
    static final Duration LIMIT = Duration.ofSeconds(50);

    /** What the admin port takes; more would be cut off without a word about why. */
    private static final int LARGEST = 64 * 1024;

    @Parameters(index = "0", paramLabel = "NAME", description = "the name of the bundle, or namespace/name")
    private String name = "";

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            description = "PEM, the certificate first and its intermediates behind it")
    private Path cert = Path.of("");

    @Option(names = "--private-key", required = true, paramLabel = "FILE", description = "PEM with the private key")
    private Path key = Path.of("");

    @Option(
            names = "--private-key-password-file",
            paramLabel = "FILE",
            description = "holds the password of a key that is encrypted")
    private @Nullable Path passwordFile;

    @Option(
            names = "--sni",
            split = ",",
            paramLabel = "NAME",
            description = "server names to serve it for, beside those of the configuration (default: as before)")
    private @Nullable List<String> sni;

    @Option(
            names = "--listener",
            split = ",",
            paramLabel = "NAME",
            description = "where to serve it for them (default: as before, or every listener with TLS)")
    private @Nullable List<String> listeners;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        String body = new ChangeOptions()
                .with("certificate", content("--certificate", cert))
                .with("key", content("--private-key", key))
                .with("keyPassword", passwordFile == null ? null : password(passwordFile))
                .with("sni", sni)
                .with("listeners", listeners)
                .json();
        if (body.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new AdminClientException("--certificate and --private-key: more than " + LARGEST
                    + " bytes together, as JSON (expected: PEM files with a certificate, its intermediates and a key)");
        }
        return client.post(path(name), body, accept, LIMIT);
    }

    static String path(String name) {
        return "/api/v1/bundles/" + AdminClient.escaped(name);
    }

    private static String password(Path file) throws AdminClientException {
        return content("--private-key-password-file", file).replaceFirst("\r?\n\\z", "");
    }

    private static String content(String option, Path file) throws AdminClientException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new AdminClientException(
                        option + ": " + file + ": larger than " + LARGEST + " bytes (expected: a PEM file)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AdminClientException(option + ": " + file + " (expected: a file that can be read)", e);
        }
    }
}
