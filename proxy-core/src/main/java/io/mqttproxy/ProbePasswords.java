package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.HealthCheck.Account;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The passwords of health probes by cluster, read once, so that no file is read while something waits. Never shown. */
final class ProbePasswords {

    private final Map<String, byte[]> byCluster = new HashMap<>();

    /** Reads them all; blocks. What cannot be read goes to the problems. */
    static ProbePasswords read(ProxyConfig config, List<Problem> problems) {
        ProbePasswords passwords = new ProbePasswords();
        for (ClusterConfig cluster : config.clusters().values()) {
            @Nullable Account account =
                    cluster.health() == null ? null : cluster.health().check().login();
            if (account == null) {
                continue;
            }
            try {
                passwords.byCluster.put(cluster.name(), account.password().read());
            } catch (IOException e) {
                problems.add(new Problem(cluster.source(), "health.password: " + e.getMessage()));
            }
        }
        return passwords;
    }

    /** That of a cluster with an account; not to be changed. */
    byte[] of(ClusterConfig cluster) {
        return Objects.requireNonNull(byCluster.get(cluster.name()));
    }
}
