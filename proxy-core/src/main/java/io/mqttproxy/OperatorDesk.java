package io.mqttproxy;

import io.mqttproxy.admin.OperatorViews;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.Bans;
import io.mqttproxy.relay.SessionControl;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.tls.LiveTls;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes on for operators only: finding and ending connections, and measuring the event loops. */
final class OperatorDesk implements AutoCloseable {

    private final Sessions sessions;
    private final ProxyMetrics metrics;
    private final SessionControl control;
    private final LoopLag lag;

    /** Starts to measure. */
    OperatorDesk(Sessions sessions, ProxyMetrics metrics, EventLoops loops, ScheduledExecutorService scheduler) {
        this.sessions = sessions;
        this.metrics = metrics;
        this.control = new SessionControl(sessions, scheduler);
        this.lag = new LoopLag(loops.relayLoops(), scheduler);
        for (int i = 0; i < lag.size(); i++) {
            int loop = i;
            metrics.eventLoopLag(loop, () -> lag.nanos(loop));
        }
    }

    /**
     * What the admin port offers.
     *
     * @param config what serves now
     * @param tls likewise
     * @param addresses where listeners are bound, by name
     * @param draining whether the process is on its way out
     */
    OperatorViews views(
            Supplier<ProxyConfig> config,
            Supplier<LiveTls> tls,
            Supplier<Map<String, InetSocketAddress>> addresses,
            Bans bans,
            BooleanSupplier draining) {
        ClientAdmin clients = new ClientAdmin(sessions, control);
        CertificateAdmin certificates = new CertificateAdmin(() -> tls.get().certificates());
        return new OperatorViews(
                new ProxyAdmin(config, addresses, certificates, metrics, lag, draining),
                clients,
                clients::refusals,
                new BanAdmin(bans, control),
                hosts(config.get().admin()));
    }

    private static Set<String> hosts(@Nullable AdminConfig section) {
        return section == null ? Set.of() : section.hosts();
    }

    @Override
    public void close() {
        control.close();
        lag.close();
    }
}
