package io.mqttproxy;

import io.mqttproxy.admin.AdminApi;
import io.mqttproxy.admin.OperatorViews;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.relay.SessionControl;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What goes on for operators only: finding and ending connections, measuring the event loops, and what the log tells. */
final class OperatorDesk implements AutoCloseable {

    private final ProcessParts parts;
    private final SessionControl control;
    private final LoopLag lag;
    private final LogLevels levels;

    /** Starts to measure. */
    OperatorDesk(ProcessParts parts) {
        this.parts = parts;
        this.control = new SessionControl(parts.sessions(), parts.scheduler());
        this.lag = new LoopLag(parts.loops().relayLoops(), parts.scheduler());
        this.levels = LogLevels.ofThisProcess(parts.scheduler());
        for (int i = 0; i < lag.size(); i++) {
            int loop = i;
            parts.metrics().process().eventLoopLag(loop, () -> lag.nanos(loop));
        }
        parts.metrics().process().banFileFailed(() -> parts.kept().problem() != null);
        parts.metrics().process().bufferMemory(BufferMemory::direct, BufferMemory::heap);
    }

    /**
     * Has the admin port offer it.
     *
     * @param serving what serves now
     * @param reloads changes it
     * @param draining whether the process is on its way out
     */
    void offer(AdminApi api, LiveConfiguration serving, ConfigReload reloads, BooleanSupplier draining) {
        api.with(views(serving, reloads, draining))
                .with(levels, new LoggedNames(parts.logs().names()));
    }

    private OperatorViews views(LiveConfiguration serving, ConfigReload reloads, BooleanSupplier draining) {
        ClientAdmin clients =
                new ClientAdmin(parts.sessions(), control, parts.logs().names());
        CertificateAdmin certificates = new CertificateAdmin(() -> serving.tls().certificates());
        return new OperatorViews(
                new ProxyAdmin(
                        serving::config,
                        () -> serving.listeners().addresses(),
                        certificates,
                        parts.metrics(),
                        lag,
                        draining),
                clients,
                clients::refusals,
                new BanAdmin(parts.kept(), control),
                new BundleAdmin(serving, reloads, new BundleJournal(parts.ids()::next)),
                parts.background(),
                hosts(serving.config().admin()));
    }

    private static Set<String> hosts(@Nullable AdminConfig section) {
        return section == null ? Set.of() : section.hosts();
    }

    @Override
    public void close() {
        control.close();
        lag.close();
        levels.close();
    }
}
