package io.mqttproxy;

import io.mqttproxy.config.ShutdownConfig;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals do to a running proxy: the first SIGTERM drains, anything after it stops at once. Safe for all threads. */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final ProxyServer server;
    private final ShutdownConfig config;
    private final Runnable begun;
    private final Runnable done;
    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * @param begun runs when the proxy begins to go away, and again when that is hurried
     * @param done runs when the process may end
     */
    Shutdown(ProxyServer server, ShutdownConfig config, Runnable begun, Runnable done) {
        this.server = server;
        this.config = config;
        this.begun = begun;
        this.done = done;
    }

    void drainOrStop() {
        if (!draining.compareAndSet(false, true)) {
            stop();
            return;
        }
        begun.run();
        log.info(
                "Draining {} connections at {}, after {} of grace",
                server.connections(),
                config.pace(),
                config.readinessGrace());
        server.drain(config).whenComplete((nothing, failure) -> {
            log.info("Drained");
            done.run();
        });
    }

    void stop() {
        begun.run();
        log.info("Stopping with {} connections open", server.connections());
        done.run();
    }
}
