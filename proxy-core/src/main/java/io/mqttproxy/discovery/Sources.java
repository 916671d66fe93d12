package io.mqttproxy.discovery;

import io.mqttproxy.config.DiscoveryConfig;
import io.mqttproxy.config.DiscoveryConfig.BackendsFile;
import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.config.DiscoveryConfig.Kubernetes;
import io.mqttproxy.config.DiscoveryConfig.NameServer;
import io.mqttproxy.routing.BackendSource;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the source that a section {@code discovery} asks for.
 *
 * @param dns has an event loop and both channel types; a new one each time
 */
public record Sources(Supplier<DnsNameResolverBuilder> dns) {

    /** A source; when it is closeable, it is the caller's to close. */
    public BackendSource of(DiscoveryConfig section) {
        if (section.origin() instanceof Dns name) {
            return new DnsSource(dns.get(), servers(name.servers()), name, section.timeout());
        }
        if (section.origin() instanceof BackendsFile file) {
            return new FileSource(file.file().path());
        }
        return new KubernetesSource((Kubernetes) section.origin(), section.timeout(), section.ceiling());
    }

    private static DnsServerAddressStreamProvider servers(List<NameServer> configured) {
        if (configured.isEmpty()) {
            return DnsServerAddressStreamProviders.platformDefault();
        }
        return new SequentialDnsServerAddressStreamProvider(
                configured.stream().map(Sources::address).toList());
    }

    private static InetSocketAddress address(NameServer server) {
        try {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(server.address());
            return new InetSocketAddress(InetAddress.getByAddress(address), server.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(server.address() + " (expected: an IP address)", e);
        }
    }
}
