package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import io.mqttproxy.tls.ToolTls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running proxy. */
final class AdminOptions {

    private static final String TOKEN = "MQTT_PROXY_ADMIN_TOKEN";

    /** What an answer looks like. */
    enum Format {
        /** Lines for people. */
        TEXT("text/plain"),
        /** JSON. */
        JSON("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "the admin address of the running proxy (default: http://127.0.0.1:9090)")
    private @Nullable String admin;

    @Option(
            names = "--admin-config",
            paramLabel = "FILE",
            description = "a proxy.yaml to take address, token and certificate of the admin port from")
    private @Nullable Path config;

    @Mixin
    private AdminTlsOptions tls = new AdminTlsOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "holds the token that changes need, and reading from another machine (default: the environment's "
                            + TOKEN + ")")
    private @Nullable Path tokenFile;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    /** Whether the answer is for tools. */
    boolean wantsJson() {
        return format == Format.JSON;
    }

    /** What is wanted. */
    String mediaType() {
        return format.mediaType();
    }

    /**
     * The client that they describe.
     *
     * @throws AdminClientException when the address or the token cannot be used
     */
    AdminClient client() throws AdminClientException {
        AdminAccess access = config == null
                ? new AdminAccess("http://127.0.0.1:9090", null, ToolTls.usual())
                : AdminAccess.of(config, System.getenv());
        String address = admin == null ? access.address() : admin;
        @Nullable String token = token();
        try {
            return new AdminClient(
                    new URI(address),
                    token == null ? clean("admin.token", access.token()) : token,
                    tls.tls(access.tls()).context());
        } catch (URISyntaxException e) {
            throw new AdminClientException(
                    "--admin: " + admin + " (expected: the admin address such as http://127.0.0.1:9090)", e);
        }
    }

    /** What cannot stand in a header would be shown by the one who refuses it there, and a token is a secret. */
    private static @Nullable String clean(String source, @Nullable String token) throws AdminClientException {
        if (token != null && !token.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new AdminClientException(source + ": not a token (expected: one line of ASCII)");
        }
        return token;
    }

    private @Nullable String token() throws AdminClientException {
        if (tokenFile == null) {
            return clean("the environment's " + TOKEN, System.getenv(TOKEN));
        }
        try {
            return clean(
                    "--token-file: " + tokenFile, Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new AdminClientException("--token-file: " + tokenFile + " (expected: a file that can be read)", e);
        }
    }
}
