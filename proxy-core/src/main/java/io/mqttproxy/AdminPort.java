package io.mqttproxy;

import io.mqttproxy.admin.AdminApi;
import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.admin.PortSecurity;
import io.mqttproxy.admin.Readiness;
import io.mqttproxy.admin.Scrape;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.metrics.Exposition;
import io.mqttproxy.metrics.ProxyMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the port for operators. */
final class AdminPort {

    private AdminPort() {}

    /**
     * Binds it; null when the configuration has none.
     *
     * @throws StartException when its address cannot be bound
     */
    static @Nullable AdminServer open(ProxyConfig config, EventLoops loops, AdminApi api, PortSecurity security)
            throws StartException {
        @Nullable AdminConfig section = config.admin();
        if (section == null) {
            return null;
        }
        InetSocketAddress address =
                new InetSocketAddress(section.bind().host(), section.bind().port());
        try {
            return AdminServer.bind(address, loops.adminSide(address), api, security);
        } catch (IOException e) {
            throw new StartException(
                    section.bind().source() + ": " + e.getMessage() + " (expected: a free address)", e);
        }
    }

    /** What URLs of it begin with. */
    static String scheme(ProxyConfig config) {
        @Nullable AdminConfig section = config.admin();
        return section != null && section.tls() != null ? "https" : "http";
    }

    /** What /readyz asks: whether new clients are welcome, and whether there are backends for them. */
    static List<Readiness.Check> readiness(boolean draining, Readiness clusters) {
        List<Readiness.Check> checks = new ArrayList<>();
        checks.add(new Readiness.Check("accepting", !draining, draining ? "draining" : "yes"));
        checks.addAll(clusters.checks());
        return checks;
    }

    /** Writes these metrics in the form that is asked for. */
    static Scrape scrape(ProxyMetrics metrics) {
        return (accept, out) -> {
            Exposition format = Exposition.forAccept(accept);
            metrics.scrape(out, format);
            return format.contentType();
        };
    }
}
