package io.mqttproxy;

import io.mqttproxy.config.ShutdownConfig;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals do to a running proxy: the first SIGTERM drains, anything after it stops at once. Safe for all threads. */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final ProxyServer server;
    private final Runnable done;
    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * @param done runs when the process may end
     */
    Shutdown(ProxyServer server, Runnable done) {
        this.server = server;
        this.done = done;
    }

    void drainOrStop() {
        if (!draining.compareAndSet(false, true)) {
            stop();
            return;
        }
        ShutdownConfig config = server.shutdown();
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
        log.info("Stopping with {} connections open", server.connections());
        done.run();
    }
}
