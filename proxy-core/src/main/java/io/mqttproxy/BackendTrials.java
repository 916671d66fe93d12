package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ProxyProtocolConfig;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.relay.ProbeHeader;
import io.mqttproxy.selftest.Finding;
import io.mqttproxy.selftest.SelfTest;
import io.mqttproxy.tls.LiveTls;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the backends of a configuration tried, for the log at start and for {@code check --probe}. */
final class BackendTrials implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendTrials.class);

    private final ProxyConfig config;
    private final LiveTls tls;
    private final SelfTest selfTest;
    private volatile boolean closed;

    /**
     * @param loops whose thread for operators does it; not closed here
     * @param tls for clusters with TLS; not closed here
     */
    BackendTrials(ProxyConfig config, EventLoops loops, LiveTls tls) {
        this.config = config;
        this.tls = tls;
        this.selfTest =
                new SelfTest(loops.probes(ClusterAssembly.CONNECT_TIMEOUT), ClusterPlan::address, new SecureRandom());
    }

    /**
     * Tries all backends of a configuration that nobody serves; blocks until the last one is known.
     *
     * @throws ConfigException with all problems of the files that the configuration names
     * @throws StartException when the transport is not there
     */
    static List<Finding> ofAll(ProxyConfig config) throws ConfigException, StartException {
        Transport transport = Transport.choose(config.transport().type());
        try (LiveTls tls = ConfiguredFiles.read(config, null).tls();
                EventLoops loops = new EventLoops(transport, config.transport());
                BackendTrials trials = new BackendTrials(config, loops, tls)) {
            return trials.awaitAll();
        }
    }

    private List<Finding> awaitAll() {
        List<CompletionStage<Finding>> findings = new ArrayList<>();
        config.clusters().values().forEach(cluster -> findings.addAll(examine(cluster)));
        return findings.stream()
                .map(finding -> finding.toCompletableFuture().join())
                .toList();
    }

    /** Begins to try those of clusters that want it, and logs each when it is known. */
    void log() {
        for (ClusterConfig cluster : config.clusters().values()) {
            if (cluster.selfTest()) {
                examine(cluster).forEach(finding -> finding.thenAccept(this::log));
            }
        }
    }

    private void log(Finding finding) {
        if (closed) {
            log.debug("Given up: {}", finding); // it is the end of the proxy that was found
        } else if (finding.fine()) {
            log.info("Self-test: {}", finding);
        } else {
            log.warn("Self-test: {}", finding);
        }
    }

    private List<CompletionStage<Finding>> examine(ClusterConfig cluster) {
        return selfTest.examine(
                cluster,
                header(cluster.proxyProtocol(), false),
                cluster.tls() == null ? null : tls.backends(cluster.name()));
    }

    /** The header in front of what the proxy itself sends to a cluster. */
    static ProbeHeader header(ProxyProtocolConfig section, boolean asVerifiedClient) {
        return new ProbeHeader(
                ProxyProtocolVersion.named(section.version().configName()),
                section.tlvs().stream().map(Tlv::named).collect(Collectors.toSet()),
                asVerifiedClient);
    }

    @Override
    public void close() {
        closed = true;
    }
}
