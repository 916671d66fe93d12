package io.mqttproxy;

import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.tls.LiveTls;
import java.time.Duration;
import java.util.List;

/**
 * What one configuration has become.
 *
 * @param files TLS contexts and secrets
 * @param clusters routes and backends
 * @param tasks what it does beside serving, until the next one serves
 */
record Generation(ProxyConfig config, ConfiguredFiles files, ClusterAssembly clusters, List<AutoCloseable> tasks) {

    /** For the PROXY header in front, or the ten seconds that operators have, and a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(13);

    LiveTls tls() {
        return files.tls();
    }

    /** How long a client that was accepted last may still be on its way to a backend. */
    Duration longestWay() {
        Duration longest = Duration.ZERO;
        for (ListenerConfig listener : config.listeners().values()) {
            TimeoutsConfig timeouts = listener.timeouts();
            Duration way = timeouts.handshake().plus(timeouts.connect()).plus(timeouts.backend());
            longest = way.compareTo(longest) > 0 ? way : longest;
        }
        return longest.plus(SLACK);
    }
}
