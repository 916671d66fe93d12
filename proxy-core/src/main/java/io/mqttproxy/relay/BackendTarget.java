package io.mqttproxy.relay;

import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.routing.BackendState;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Everything the relay needs of one backend, put together when the configuration is applied.
 *
 * @param cluster the cluster's configured name
 * @param state the state that balancing looks at
 * @param address where to connect; unresolved when it is a host name
 * @param metrics its meters
 * @param preamble writes the PROXY header; null when this backend takes none
 */
public record BackendTarget(
        String cluster,
        BackendState state,
        InetSocketAddress address,
        BackendMetrics metrics,
        @Nullable ProxyPreamble preamble) {

    /** The backend's configured name. */
    String name() {
        return state.backend().name();
    }
}
