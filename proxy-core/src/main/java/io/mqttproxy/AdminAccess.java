package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClientException;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.config.BindAddress;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.tls.ToolTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an admin port, as the configuration of a proxy on this machine tells.
 *
 * @param address {@code http://host:port} or {@code https://host:port}
 * @param token null = none is configured
 * @param tls believes the certificate that the port shows, and no other
 */
record AdminAccess(String address, @Nullable String token, ToolTls tls) {

    private static final Map<String, String> EVERYWHERE = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    /**
     * Reads a configuration; blocks.
     *
     * @throws AdminClientException when it cannot be used, or has no admin port that can be found
     */
    static AdminAccess of(Path file, Map<String, String> environment) throws AdminClientException {
        try {
            ProxyConfig config = new ConfigLoader(environment).load(file);
            @Nullable AdminConfig admin = config.admin();
            if (admin == null) {
                throw new AdminClientException(file + ": no section admin (expected: admin with bind)");
            }
            if (admin.bind().port() == 0) {
                throw new AdminClientException(
                        admin.bind().source() + ": port 0, which is any (expected: --admin with the real one)");
            }
            return new AdminAccess(address(admin), token(admin), tls(config, admin.tls()));
        } catch (ConfigException e) {
            throw new AdminClientException(
                    e.problems().stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())),
                    e);
        }
    }

    private static String address(AdminConfig admin) {
        BindAddress bind = admin.bind();
        String host = EVERYWHERE.getOrDefault(bind.host(), bind.host());
        return (admin.tls() == null ? "http://" : "https://") + new BindAddress(host, bind.port(), bind.source());
    }

    private static @Nullable String token(AdminConfig admin) throws AdminClientException {
        try {
            return admin.token() == null ? null : new String(admin.token().read(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AdminClientException(admin.bind().source() + ": admin.token: " + e.getMessage(), e);
        }
    }

    private static ToolTls tls(ProxyConfig config, @Nullable AdminTlsConfig section) throws ConfigException {
        if (section == null) {
            return ToolTls.usual();
        }
        @Nullable CertificateConfig bundle =
                config.certificates().get(section.tls().certificates().get(0).bundle());
        return ToolTls.pinned(Objects.requireNonNull(bundle));
    }

    /** The token is a secret. */
    @Override
    public String toString() {
        return "AdminAccess[" + address + "]";
    }
}
