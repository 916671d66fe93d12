package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.TransportConfig;
import io.mqttproxy.rehearsal.Rehearsal;
import io.mqttproxy.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a second proxy in this process rehearse, so that the first clients of the real one find compiled code. */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    /** Blocks for the given time; whatever goes wrong is told and costs nothing but speed. */
    static void tryTo(Transport transport, Duration time) {
        try {
            log.debug("Rehearsed {} connections", play(transport, time));
        } catch (IOException e) {
            log.info("No rehearsal, so the first seconds are slower: {}", e.getMessage());
        }
    }

    /**
     * Blocks for the given time.
     *
     * @return how many connections were played
     */
    static int play(Transport transport, Duration time) throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (EventLoops loops = new EventLoops(transport, new TransportConfig(TransportConfig.Type.AUTO, 1))) {
            Rehearsal rehearsal = new Rehearsal(
                    WarmUp::open,
                    loops.clientSide(loopback).get(0),
                    loops.probes(Duration.ofSeconds(1)),
                    TlsEngine.best().provider());
            return rehearsal.play(time);
        }
    }

    private static Rehearsal.Stage open(Path configuration) throws IOException {
        try {
            ProxyServer server = ProxyServer.start(new ConfigLoader(Map.of()).load(configuration));
            return new Rehearsal.Stage() {
                @Override
                public InetSocketAddress address() {
                    return server.listenerAddress(Rehearsal.LISTENER);
                }

                @Override
                public void close() {
                    server.close();
                }
            };
        } catch (ConfigException | StartException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
