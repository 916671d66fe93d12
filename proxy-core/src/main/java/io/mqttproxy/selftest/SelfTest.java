package io.mqttproxy.selftest;

import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.relay.MqttProbe;
import io.mqttproxy.relay.ProbeHeader;
import io.mqttproxy.relay.ProbeLogin;
import io.mqttproxy.relay.ProbeOutcome;
import io.mqttproxy.relay.ProbePlan;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.tls.BackendTls;
import io.netty.bootstrap.Bootstrap;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries the backends of clusters, all at the same time. What it sends is a CONNECT of MQTT 3.1.1 with a clean session and
 * without an account, whose client identifier begins with {@value ProbeLogin#CLIENT_ID_PREFIX}.
 */
public final class SelfTest {

    /** How long an attempt may take behind the TCP connection. More than the 3 s in which EMQX waits for a header. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final Bootstrap template;
    private final Function<Backend, InetSocketAddress> addresses;
    private final RandomGenerator random;

    /**
     * @param template event loop, channel type, resolver and connect timeout of probes
     * @param addresses where a backend listens
     * @param random for client identifiers; used by any thread
     */
    public SelfTest(Bootstrap template, Function<Backend, InetSocketAddress> addresses, RandomGenerator random) {
        this.template = template;
        this.addresses = addresses;
        this.random = random;
    }

    /**
     * Starts to try the backends of one cluster and returns at once.
     *
     * @param header what the configuration puts in front of clients
     * @param tls how they are reached; null = plain TCP
     * @return one for each backend, in the order of the file; each completes on an event loop, within half a minute, never
     *     exceptionally
     */
    public List<CompletionStage<Finding>> examine(ClusterConfig cluster, ProbeHeader header, @Nullable BackendTls tls) {
        List<CompletionStage<Finding>> findings = new ArrayList<>();
        Attempt configured = new Attempt(header, tls != null);
        for (BackendConfig section : cluster.backends()) {
            Backend backend = new Backend(section.name(), section.host(), section.port(), section.weight());
            Diagnosis diagnosis = new Diagnosis(cluster, title(cluster, backend));
            findings.add(new Examination(configured, attempt -> probe(backend, attempt, tls), diagnosis).run());
        }
        return findings;
    }

    private CompletableFuture<ProbeOutcome> probe(Backend backend, Attempt attempt, @Nullable BackendTls tls) {
        ProbeLogin login = ProbeLogin.anonymous(random);
        ProbePlan plan = new ProbePlan(attempt.header(), attempt.tls() ? tls : null, login, TIMEOUT);
        return new MqttProbe(template, addresses, plan).examine(backend);
    }

    private static String title(ClusterConfig cluster, Backend backend) {
        String name = backend.name().equals(backend.address())
                ? backend.name()
                : backend.name() + " (" + backend.address() + ")";
        return "backend " + name + " of cluster " + cluster.name();
    }
}
