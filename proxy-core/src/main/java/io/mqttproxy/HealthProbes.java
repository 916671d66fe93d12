package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.HealthCheck;
import io.mqttproxy.config.HealthCheck.Account;
import io.mqttproxy.config.HealthConfig;
import io.mqttproxy.relay.HttpProbe;
import io.mqttproxy.relay.HttpProbePlan;
import io.mqttproxy.relay.MqttProbe;
import io.mqttproxy.relay.ProbeHeader;
import io.mqttproxy.relay.ProbeLogin;
import io.mqttproxy.relay.ProbePlan;
import io.mqttproxy.relay.TcpProbe;
import io.mqttproxy.routing.HealthProbe;
import io.mqttproxy.tls.BackendTls;
import io.mqttproxy.tls.LiveTls;
import io.netty.bootstrap.Bootstrap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the probes that health sections ask for.
 *
 * @param loops whose thread for operators probes
 * @param tls for clusters with TLS
 * @param random for client identifiers; used by any thread
 */
record HealthProbes(EventLoops loops, LiveTls tls, ProbePasswords passwords, RandomGenerator random) {

    HealthProbe of(ClusterConfig cluster, HealthConfig health) {
        Bootstrap template = loops.probes(health.timeout());
        HealthCheck check = health.check();
        if (check instanceof HealthCheck.Mqtt mqtt) {
            return mqtt(cluster, health, mqtt, template);
        }
        if (check instanceof HealthCheck.Http http) {
            HttpProbePlan plan = new HttpProbePlan(
                    http.port(), http.path(), authorization(cluster, http.account()), http.expect()::contains);
            return new HttpProbe(template, ClusterPlan::address, plan);
        }
        return new TcpProbe(template, ClusterPlan::address);
    }

    /** Each probe is another client: a cluster of brokers would end one of two that have the same identifier. */
    private HealthProbe mqtt(ClusterConfig cluster, HealthConfig health, HealthCheck.Mqtt mqtt, Bootstrap template) {
        ProbeHeader header = BackendTrials.header(cluster.proxyProtocol(), mqtt.verified());
        @Nullable BackendTls backendTls = cluster.tls() == null ? null : tls.backends(cluster.name());
        return backend -> {
            ProbePlan plan = new ProbePlan(header, backendTls, login(cluster, mqtt), health.timeout());
            return new MqttProbe(template, ClusterPlan::address, plan).probe(backend);
        };
    }

    private ProbeLogin login(ClusterConfig cluster, HealthCheck.Mqtt mqtt) {
        ProbeLogin login = mqtt.clientId().isEmpty()
                ? ProbeLogin.anonymous(random)
                : ProbeLogin.anonymous(mqtt.clientId(), random);
        @Nullable Account account = mqtt.account();
        return account == null ? login : login.as(account.username(), passwords.of(cluster));
    }

    /** RFC 7617. */
    private @Nullable String authorization(ClusterConfig cluster, @Nullable Account account) {
        if (account == null) {
            return null;
        }
        byte[] name = (account.username() + ":").getBytes(StandardCharsets.UTF_8);
        byte[] password = passwords.of(cluster);
        byte[] both = new byte[name.length + password.length];
        System.arraycopy(name, 0, both, 0, name.length);
        System.arraycopy(password, 0, both, name.length, password.length);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
