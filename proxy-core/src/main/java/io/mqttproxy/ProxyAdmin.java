package io.mqttproxy;

import io.mqttproxy.admin.ProxyView;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.metrics.ListenerCounts;
import io.mqttproxy.metrics.ProxyMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators look at the proxy as a whole.
 *
 * @param config what serves now
 * @param addresses where listeners are bound, by name
 * @param certificateAdmin knows the bundles that serve now
 * @param lag of the event loops
 * @param draining whether the process is on its way out
 */
record ProxyAdmin(
        Supplier<ProxyConfig> config,
        Supplier<Map<String, InetSocketAddress>> addresses,
        CertificateAdmin certificateAdmin,
        ProxyMetrics metrics,
        LoopLag lag,
        BooleanSupplier draining)
        implements ProxyView {

    @Override
    public ProcessFacts process() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new ProcessFacts(
                BuildInfo.versions().getOrDefault("mqtt-tls-proxy", "unknown"),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                draining.getAsBoolean(),
                heap.getUsed(),
                heap.getMax(),
                BufferMemory.direct(),
                lag.nanos());
    }

    @Override
    public List<Listener> listeners() {
        Map<String, ListenerCounts> counts = metrics.listeners();
        Map<String, InetSocketAddress> bound = addresses.get();
        List<Listener> listeners = new ArrayList<>();
        for (ListenerConfig listener : config.get().listeners().values()) {
            @Nullable ListenerCounts count = counts.get(listener.name());
            if (count != null) {
                listeners.add(listener(listener, bound.get(listener.name()), count));
            }
        }
        return listeners;
    }

    private static Listener listener(
            ListenerConfig listener, @Nullable InetSocketAddress address, ListenerCounts counts) {
        @Nullable TlsConfig tls = listener.tls();
        return new Listener(
                listener.name(),
                address == null ? null : text(address),
                tls == null ? null : tls.clientAuth().name().toLowerCase(Locale.ROOT),
                listener.proxyProtocol() != null,
                listener.limits().connections(),
                counts);
    }

    /** {@code 192.0.2.1:8883} or {@code [2001:db8::1]:8883}. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    @Override
    public List<Certificate> certificates() {
        return certificateAdmin.certificates(config.get());
    }
}
