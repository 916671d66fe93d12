package io.mqttproxy.proxyprotocol;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The two ends of the connections in these tests, from the ranges for documentation. */
final class Addresses {
    static final InetSocketAddress CLIENT = of("203.0.113.7", 45_678);
    static final InetSocketAddress LISTENER = of("192.0.2.1", 8883);
    static final InetSocketAddress CLIENT6 = of("2001:db8::7", 45_678);
    static final InetSocketAddress LISTENER6 = of("2001:db8::1", 8883);

    private Addresses() {}

    static InetSocketAddress of(String ip, int port) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(ip, e);
        }
    }

    static ProxyHeader plain(InetSocketAddress source, InetSocketAddress destination) {
        return new ProxyHeader(source, destination, null, null, null, null);
    }
}
