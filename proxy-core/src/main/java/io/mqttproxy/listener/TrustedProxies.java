package io.mqttproxy.listener;

import io.mqttproxy.config.InboundProxyConfig;
import io.mqttproxy.routing.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may send PROXY headers to a listener. Immutable. */
final class TrustedProxies {

    private final List<Cidr> networks;

    private TrustedProxies(List<Cidr> networks) {
        this.networks = networks;
    }

    /** Null for a listener on which connections do not begin with a header. */
    static @Nullable TrustedProxies of(@Nullable InboundProxyConfig config) {
        return config == null
                ? null
                : new TrustedProxies(config.trusted().stream().map(Cidr::parse).toList());
    }

    boolean contains(InetAddress peer) {
        String address = peer.getHostAddress();
        int scope = address.indexOf('%');
        String bare = scope < 0 ? address : address.substring(0, scope);
        return networks.stream().anyMatch(network -> network.contains(bare));
    }
}
