package io.mqttproxy.doctor;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.Rate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration promises, in the numbers that a machine is measured by.
 *
 * @param connections of clients at the same time, over all listeners
 * @param handshakes that may begin in a second, over all listeners; null = any number
 * @param backends addresses, over all clusters; null = some are looked up while it runs, so nobody knows
 * @param fewestBackends of the cluster that has the fewest; where all clients may have to go. Clusters that look backends up
 *     do not count; null = there are no others
 * @param eventLoops 0 = one for each processor
 */
public record Demand(
        long connections,
        @Nullable Long handshakes,
        @Nullable Integer backends,
        @Nullable Integer fewestBackends,
        int eventLoops) {

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
        List<ClusterConfig> known = config.clusters().values().stream()
                .filter(cluster -> cluster.discovery() == null)
                .toList();
        boolean all = known.size() == config.clusters().size();
        return new Demand(
                connections,
                handshakes,
                all ? addresses(known) : null,
                known.stream()
                        .map(each -> each.backends().size())
                        .min(Integer::compare)
                        .orElse(null),
                config.transport().eventLoops());
    }

    private static int addresses(List<ClusterConfig> clusters) {
        return (int) clusters.stream()
                .flatMap(cluster -> cluster.backends().stream())
                .map(backend -> backend.host() + ":" + backend.port())
                .distinct()
                .count();
    }
}
