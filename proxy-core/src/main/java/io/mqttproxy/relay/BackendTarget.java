package io.mqttproxy.relay;

import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.tls.BackendTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
 * @param tls begins TLS; null when this backend is plain TCP
 * @param rules of its cluster
 */
public record BackendTarget(
        String cluster,
        BackendState state,
        InetSocketAddress address,
        BackendMetrics metrics,
        @Nullable ProxyPreamble preamble,
        @Nullable BackendTls tls,
        ClusterRules rules) {

    /** The backend's configured name. */
    String name() {
        return state.backend().name();
    }

    /**
     * The PROXY header of a connection; null when this backend takes none.
     *
     * @return owned by the caller
     * @throws RefusedException when a fact that is to be told cannot be told safely
     */
    @Nullable ByteBuf proxyHeader(Session session, ByteBufAllocator allocator) throws RefusedException {
        return preamble == null ? null : preamble.write(session, allocator);
    }
}
