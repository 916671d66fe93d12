package io.mqttproxy.listener;

import io.mqttproxy.config.BindAddress;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.InboundProxyConfig;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.RevocationConfig;
import io.mqttproxy.config.SessionTicketsConfig;
import io.mqttproxy.config.SniCertificate;
import io.mqttproxy.config.Source;
import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.AccessLog;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.BackendConnector;
import io.mqttproxy.relay.Bans;
import io.mqttproxy.relay.ConnectPolicy;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.PacedEnd;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.routing.RouteTable;
import io.mqttproxy.routing.Router;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.KeyMaterial;
import io.mqttproxy.tls.ServerNameHandler;
import io.mqttproxy.tls.TlsContexts;
import io.mqttproxy.tls.TlsEngine;
import io.mqttproxy.tls.TlsServices;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bound listener without any backend, on the transport of production where the machine has it. */
final class TestListener implements AutoCloseable {

    private final EventLoopGroup group;
    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Sessions sessions = new Sessions();
    private final Bans bans = new Bans(InstantSource.system());
    private final @Nullable TlsContexts tls;
    private final Listener listener;

    private TestListener(
            LimitsConfig limits,
            TimeoutsConfig timeouts,
            @Nullable InboundProxyConfig proxyProtocol,
            @Nullable TlsConfig section,
            @Nullable TestPki pki)
            throws Exception {
        boolean epoll = Epoll.isAvailable();
        group = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        ServerBootstrap template = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
        ListenerConfig config = new ListenerConfig(
                "test",
                new BindAddress("127.0.0.1", 0, source()),
                section,
                proxyProtocol,
                null,
                ConnectConfig.DEFAULTS,
                limits,
                timeouts,
                source());
        tls = section == null || pki == null ? null : contexts(config, section, pki);
        ListenerFactory factory = new ListenerFactory(
                new Router(new RouteTable(List.of()), Map.of()),
                new BackendConnector(new Bootstrap(), Map.of()),
                new CredentialWatch(
                        new Revocations(), (listener, path) -> false, InstantSource.system(), new PacedEnd(1, group)),
                bans,
                new ConnectionIds(new Random(1)));
        Accounting accounting =
                new Accounting(metrics.listener("test", Accounting.labels()), sessions, AccessLog.off());
        @Nullable TlsContexts contexts = tls;
        @Nullable Supplier<ServerNameHandler> handshakes = contexts == null ? null : contexts.handshakes();
        ClientInitializer initializer = factory.initializer(
                config,
                handshakes,
                ConnectPolicy.of(null, ConnectConfig.DEFAULTS, FieldSizes.UNLIMITED, Set.of()),
                accounting,
                null);
        listener = Listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(template));
        listener.serve(initializer);
    }

    static TestListener plain(LimitsConfig limits, TimeoutsConfig timeouts) throws Exception {
        return new TestListener(limits, timeouts, null, null, null);
    }

    /** Without TLS, for connections that begin with a PROXY header from one of these networks. */
    static TestListener behindProxies(LimitsConfig limits, TimeoutsConfig timeouts, String... trusted)
            throws Exception {
        return new TestListener(limits, timeouts, new InboundProxyConfig(List.of(trusted)), null, null);
    }

    static TestListener tls(TestPki pki, TimeoutsConfig timeouts) throws Exception {
        TlsConfig section = new TlsConfig(
                List.of(new SniCertificate("server", List.of())),
                false,
                List.of("TLSv1.3", "TLSv1.2"),
                List.of(),
                List.of("X25519"),
                ClientAuth.NONE,
                null,
                1,
                source(),
                RevocationConfig.NONE,
                SessionTicketsConfig.Simple.OWN_KEYS,
                false);
        return new TestListener(LimitsConfig.DEFAULTS, timeouts, null, section, pki);
    }

    private static TlsContexts contexts(ListenerConfig config, TlsConfig section, TestPki pki) throws Exception {
        TestCertificate server = pki.server();
        CertificateConfig bundle = new CertificateConfig(
                "server", new KeySource.Pem(file(server.certFile()), file(server.keyFile()), null), source());
        KeyMaterial material = KeyMaterial.load(bundle, InstantSource.system());
        return TlsContexts.build(
                config, section, Map.of("server", material), TlsServices.of(TlsEngine.best(), InstantSource.system()));
    }

    private static FileRef file(Path path) {
        return new FileRef(path, path.toString(), source());
    }

    private static Source source() {
        return new Source("proxy.yaml", 1, 1, "listeners.test");
    }

    int port() {
        return listener.address().getPort();
    }

    /** Whom it keeps out. */
    Bans bans() {
        return bans;
    }

    int open() {
        return sessions.size();
    }

    /** How many connections were refused for this reason. */
    int refused(String reason) {
        Matcher series = Pattern.compile("(?m)^mqttproxy_client_connections_refused_total\\{[^}]*reason=\"" + reason
                        + "\"[^}]*} ([0-9.E+-]+)$")
                .matcher(metrics.scrape());
        return series.find() ? (int) Double.parseDouble(series.group(1)) : 0;
    }

    @Override
    public void close() {
        listener.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        if (tls != null) {
            tls.close();
        }
        metrics.close();
    }
}
