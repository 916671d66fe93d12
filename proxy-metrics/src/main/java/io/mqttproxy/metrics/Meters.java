package io.mqttproxy.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Every meter of the proxy: the name that operators see, its help text and its labels. The only such list. */
enum Meters {
    CLIENT_CONNECTIONS(
            "mqttproxy_client_connections",
            "Client connections that are open: accepted minus refused minus disconnects.",
            "listener"),
    CLIENT_CONNECTIONS_LIMIT(
            "mqttproxy_client_connections_limit",
            "Client connections that may be open at the same time; more are refused.",
            "listener"),
    ACCEPTED(
            "mqttproxy_client_connections_accepted_total",
            "Client connections that were accepted from the kernel, before any check.",
            "listener"),
    REFUSED(
            "mqttproxy_client_connections_refused_total",
            "Client connections that ended before they were relayed to a backend.",
            "listener",
            "reason"),
    DISCONNECTS(
            "mqttproxy_client_disconnects_total",
            "Client connections that ended after they were relayed to a backend.",
            "listener",
            "cause"),
    TLS_HANDSHAKES(
            "mqttproxy_tls_handshakes_total",
            "TLS handshakes with clients that came to an end.",
            "listener",
            "result",
            "version",
            "resumed"),
    TLS_HANDSHAKE_TIME(
            "mqttproxy_tls_handshake_seconds",
            "Time from the start of a TLS handshake with a client to its end, failed ones included.",
            "listener"),
    CRL_NEXT_UPDATE(
            "mqttproxy_tls_crl_next_update_timestamp_seconds",
            "When the first CRL in the file is past its date, in seconds since 1970.",
            "listener",
            "file"),
    CRL_REFRESH_FAILED(
            "mqttproxy_tls_crl_refresh_failed",
            "Whether the last look at the CRL file failed, so that an earlier content is in use: 1 when it did.",
            "listener",
            "file"),
    CRL_DOWNLOADS(
            "mqttproxy_tls_crl_downloads_total",
            "CRLs that were fetched from distribution points, or could not be.",
            "listener",
            "result"),
    OCSP_REQUESTS(
            "mqttproxy_tls_ocsp_requests_total",
            "Requests to OCSP responders about client certificates, by what came back.",
            "listener",
            "result"),
    TLS_GROUPS(
            "mqttproxy_tls_key_exchanges_total",
            "TLS handshakes with clients that succeeded, by the key exchange group.",
            "listener",
            "group"),
    CONNECTS("mqttproxy_connects_total", "MQTT CONNECT packets of clients.", "listener", "version", "result"),
    CONNACKS(
            "mqttproxy_connacks_total",
            "CONNACK packets of backends that reached their clients, by return code or reason code.",
            "listener",
            "code"),
    PACKETS(
            "mqttproxy_packets_total",
            "MQTT packets that were relayed, by type; counted when their first byte is.",
            "listener",
            "direction",
            "type"),
    PAUSES(
            "mqttproxy_paused_reads_total",
            "Times that one side of a connection was read no further because the other one did not keep up.",
            "listener",
            "direction"),
    BYTES(
            "mqttproxy_bytes_total",
            "Bytes of MQTT that were relayed, without TLS and PROXY headers.",
            "listener",
            "direction"),
    BACKEND_UP(
            "mqttproxy_backend_up",
            "Whether new clients are sent to the backend: 1 when its probes pass, it is not ejected and has a weight.",
            "cluster",
            "backend"),
    BACKEND_CONNECTIONS(
            "mqttproxy_backend_connections", "Clients that are relayed to the backend.", "cluster", "backend"),
    BACKEND_CONNECT_FAILURES(
            "mqttproxy_backend_connect_failures_total",
            "Connects to the backend that failed before anything was sent.",
            "cluster",
            "backend",
            "reason"),
    BACKEND_CONNECT_TIME(
            "mqttproxy_backend_connect_seconds",
            "Time that a connect to the backend took, failed ones excluded.",
            "cluster",
            "backend"),
    DISCOVERY_BACKENDS(
            "mqttproxy_discovery_backends", "Backends in the last good answer of a cluster's discovery.", "cluster"),
    DISCOVERY_LAST_SUCCESS(
            "mqttproxy_discovery_last_success_timestamp_seconds",
            "When backends of a cluster were last looked up with success, in seconds since 1970 UTC; 0 before that.",
            "cluster"),
    DISCOVERY_LOOKUPS(
            "mqttproxy_discovery_lookups_total",
            "Times that backends of a cluster were looked up.",
            "cluster",
            "result"),
    TLS_CERTIFICATE_NOT_AFTER(
            "mqttproxy_tls_certificate_not_after_timestamp_seconds",
            "When the server certificate of a bundle expires, in seconds since 1970 UTC.",
            "name"),
    TLS_RELOADS(
            "mqttproxy_tls_reloads_total",
            "Times that certificates, keys and CAs were read anew because a file changed.",
            "result"),
    TLS_LAST_RELOAD_SUCCESS(
            "mqttproxy_tls_last_reload_success_timestamp_seconds",
            "When certificates, keys and CAs were last read without a mistake, in seconds since 1970 UTC."),
    TLS_STAPLE_REFRESHES(
            "mqttproxy_tls_staple_refreshes_total",
            "Times that an OCSP response about a bundle's certificate was fetched, or could not be had.",
            "name",
            "result"),
    EVENT_LOOP_LAG(
            "mqttproxy_event_loop_lag_seconds",
            "How long a task that was handed to the event loop a second ago had to wait for its turn.",
            "loop"),
    BAN_FILE_FAILED(
            "mqttproxy_ban_file_failed",
            "Whether the bans in force are not those of the file that should keep them: 1 when they are not."),
    BUFFER_MEMORY(
            "mqttproxy_buffer_memory_bytes",
            "Memory that network buffers hold, those that are kept for later included.",
            "area"),
    CONFIG_RELOADS(
            "mqttproxy_config_reloads_total",
            "Times that the configuration was read anew, by how that went.",
            "result"),
    CONFIG_LAST_RELOAD_SUCCESSFUL(
            "mqttproxy_config_last_reload_successful",
            "Whether the configuration was put into effect when it was last read: 0 after one that was refused."),
    CONFIG_LAST_RELOAD_SUCCESS(
            "mqttproxy_config_last_reload_success_timestamp_seconds",
            "When a configuration was last put into effect, in seconds since 1970 UTC."),
    CONFIG_HASH("mqttproxy_config_hash_info", "Always 1; the label tells which configuration is in effect.", "hash"),
    DRAINING("mqttproxy_draining", "Whether the proxy is on its way out: 1 while it drains."),
    ACCESS_LOG_DROPPED(
            "mqttproxy_access_log_dropped_total",
            "Access log lines that were thrown away because the log could not keep up."),
    ACCESS_LOG_SUPPRESSED(
            "mqttproxy_access_log_suppressed_total",
            "Access log lines that were left out because there were too many with the same reason: logging.sampling."),
    PROGRAM_LOG_DROPPED(
            "mqttproxy_program_log_dropped_total",
            "Lines of the program's log that were thrown away because the log could not keep up."),
    PROGRAM_LOG_SUPPRESSED(
            "mqttproxy_program_log_suppressed_total",
            "Lines of the program's log that were left out because there were too many with the same words."),
    TRACES("mqttproxy_traces_total", "Traces of connections' set-up, by what became of them.", "result"),
    BUILD_INFO("mqttproxy_build_info", "Always 1; the labels tell what is running.");

    /** Upper bounds of the histograms' buckets, from a LAN connect to the slowest handshake that is waited for. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
    };

    private final String meterName;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // Neither changed nor handed out.
    private final String[] labels;

    Meters(String meterName, String help, String... labels) {
        this.meterName = meterName;
        this.help = help;
        this.labels = labels;
    }

    /** The name as it is exposed. */
    String meterName() {
        return meterName;
    }

    Meter gauge(MeterRegistry registry, Supplier<Number> value, String... labelValues) {
        return gauge(registry, value, tags(labelValues));
    }

    Meter gauge(MeterRegistry registry, Supplier<Number> value, List<Tag> tags) {
        return Gauge.builder(micrometerName(), value)
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /** The registry holds the count weakly: whoever owns it keeps it alive. */
    Meter counter(MeterRegistry registry, Count count, String... labelValues) {
        return FunctionCounter.builder(micrometerName(), count, Count::atScrape)
                .description(help)
                .tags(tags(labelValues))
                .register(registry);
    }

    Timer timer(MeterRegistry registry, String... labelValues) {
        return Timer.builder(micrometerName())
                .description(help)
                .tags(tags(labelValues))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Of all series of this meter; not registered. */
    ExemplarHistogram exemplarHistogram() {
        List<Double> seconds =
                Arrays.stream(BUCKETS).map(bound -> bound.toNanos() / 1e9).toList();
        return new ExemplarHistogram(meterName, help, seconds);
    }

    /** The labels of a series. */
    Labels labels(String... labelValues) {
        return Labels.of(labels, labelValues);
    }

    /** The same with dots, as Micrometer writes names; its Prometheus registry turns them back. */
    private String micrometerName() {
        return meterName.replace('_', '.');
    }

    private List<Tag> tags(String... values) {
        if (values.length != labels.length) {
            throw new IllegalArgumentException(
                    meterName + ": " + values.length + " label values (expected: " + String.join(", ", labels) + ")");
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(labels[i], values[i]));
        }
        return tags;
    }
}
