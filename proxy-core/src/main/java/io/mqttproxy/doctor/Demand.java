package io.mqttproxy.doctor;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.Rate;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration promises, in the numbers that a machine is measured by.
 *
 * @param connections of clients at the same time, over all listeners
 * @param handshakes that may begin in a second, over all listeners; null = any number
 * @param backends addresses, over all clusters
 * @param fewestBackends of the cluster that has the fewest; where all clients may have to go
 * @param eventLoops 0 = one for each processor
 */
public record Demand(long connections, @Nullable Long handshakes, int backends, int fewestBackends, int eventLoops) {

    /** Of a whole configuration. */
    public static Demand of(ProxyConfig config) {
        long connections = 0;
        @Nullable Long handshakes = 0L;
        for (ListenerConfig listener : config.listeners().values()) {
            LimitsConfig limits = listener.limits();
            @Nullable Rate rate = limits.handshakes();
            connections += limits.connections();
            handshakes = handshakes == null || rate == null ? null : Long.valueOf(handshakes + rate.perSecond());
        }
        int backends = (int) config.clusters().values().stream()
                .flatMap(cluster -> cluster.backends().stream())
                .map(backend -> backend.host() + ":" + backend.port())
                .distinct()
                .count();
        int fewest = config.clusters().values().stream()
                .map(ClusterConfig::backends)
                .mapToInt(each -> Math.max(1, each.size()))
                .min()
                .orElse(1);
        return new Demand(
                connections,
                handshakes,
                Math.max(1, backends),
                fewest,
                config.transport().eventLoops());
    }
}
