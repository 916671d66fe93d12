package io.mqttproxy;

import io.mqttproxy.admin.AdminApi;
import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.admin.Scrape;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.metrics.Exposition;
import io.mqttproxy.metrics.ProxyMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Opens the port for operators. */
final class AdminPort {

    private AdminPort() {}

    /**
     * Binds it; null when the configuration has none.
     *
     * @throws StartException when its address cannot be bound
     */
    static @Nullable AdminServer open(ProxyConfig config, EventLoops loops, AdminApi api) throws StartException {
        @Nullable AdminConfig section = config.admin();
        if (section == null) {
            return null;
        }
        InetSocketAddress address =
                new InetSocketAddress(section.bind().host(), section.bind().port());
        try {
            return AdminServer.bind(address, loops.adminSide(address), api);
        } catch (IOException e) {
            throw new StartException(
                    section.bind().source() + ": " + e.getMessage() + " (expected: a free address)", e);
        }
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
