package io.mqttproxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster's backends are looked up while the proxy runs.
 *
 * @param origin who knows them
 * @param floor the least time between two looks
 * @param ceiling the most time between two looks; at least the floor
 * @param timeout of one look
 */
public record DiscoveryConfig(Origin origin, Duration floor, Duration ceiling, Duration timeout) {
    /** How often, when the file does not say. */
    public static final Duration DEFAULT_FLOOR = Duration.ofSeconds(5);

    /** How seldom, when the file does not say. */
    public static final Duration DEFAULT_CEILING = Duration.ofMinutes(5);

    /** How long a look may take, when the file does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** Who knows the backends. */
    public sealed interface Origin {}

    /** Kinds of DNS records. */
    public enum RecordType {
        A("a"),
        AAAA("aaaa"),
        SRV("srv");

        private final String configName;

        RecordType(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }

    /**
     * Name servers.
     *
     * @param name a whole name, without a dot at the end
     * @param port of every backend, 1 to 65535; 0 with SRV, whose records have their own
     * @param servers whom to ask; empty = those of the system
     */
    public record Dns(String name, RecordType type, int port, List<NameServer> servers) implements Origin {}

    /**
     * One name server.
     *
     * @param address an IP address without brackets
     * @param port 1 to 65535
     */
    public record NameServer(String address, int port) {}

    /** A file with a list {@code backends}. */
    public record BackendsFile(FileRef file) implements Origin {}

    /**
     * The EndpointSlices of a service.
     *
     * @param namespace null = that of the pod
     * @param port the name or the number of the port; empty = the only one
     * @param server the API server, {@code https}
     * @param tokenFile who asks; read anew for each request
     * @param caFile who signs the API server's certificate
     */
    public record Kubernetes(
            String service, @Nullable String namespace, String port, URI server, Path tokenFile, Path caFile)
            implements Origin {}
}
