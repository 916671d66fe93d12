package io.mqttproxy.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.perf.measure.Processes;
import io.mqttproxy.perf.pki.Authority;
import io.mqttproxy.perf.pki.Devices;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load against the echo broker, alone and behind TLS of Netty. Linux only, as all of this module. */
class JobRunnerTest {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private final List<Long> own = List.of(ProcessHandle.current().pid());
    private final Set<X509Certificate> shown = ConcurrentHashMap.newKeySet();
    private Authority authority;
    private Devices devices;
    private ClientTls tls;
    private JobRunner runner;

    @BeforeEach
    void start() throws Exception {
        authority = Authority.create("Device CA");
        devices = new Devices(authority);
        devices.grow(4);
        tls = new ClientTls(devices);
        runner = new JobRunner(group.next(), tls, Processes.ofThisMachine(), own);
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    private Outcome run(Traffic traffic, Security security, boolean resumed, int perSecond, int port) throws Exception {
        Job job = new Job(traffic, port, security, resumed, true, 4, 4, 100, 2, perSecond, 100, 1_000, own);
        return runner.run(job).get(60, TimeUnit.SECONDS);
    }

    private int broker() throws InterruptedException {
        return port(EchoBroker.bind(group).sync().channel());
    }

    private int tlsBroker(ClientAuth clientAuth) throws Exception {
        KeyPair keys = Authority.newKeys();
        SslContext server = SslContextBuilder.forServer(keys.getPrivate(), authority.server(keys))
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(authority.certificate())
                .clientAuth(clientAuth)
                .build();
        return port(new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler handler = server.newHandler(channel.alloc());
                        handler.handshakeFuture().addListener(done -> show(handler));
                        channel.pipeline().addLast(handler, new BrokerPreamble());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel());
    }

    /** Keeps the certificate of a client that has one. */
    private void show(SslHandler handler) {
        if (handler.handshakeFuture().isSuccess() && handler.engine().getNeedClientAuth()) {
            try {
                shown.add((X509Certificate) handler.engine().getSession().getPeerCertificates()[0]);
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Test
    void countsConnectionsAndTheCpuThatTheyCost() throws Exception {
        Outcome outcome = run(Traffic.CONNECT, Security.NONE, false, 0, broker());

        assertThat(outcome.operations()).isPositive();
        assertThat(outcome.failures()).isZero();
        assertThat(outcome.nanos()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(outcome.cpuNanos()).isPositive();
    }

    @Test
    void resumesNoSessionUnlessAskedTo() throws Exception {
        Outcome outcome = run(Traffic.CONNECT, Security.ONE_WAY, false, 0, tlsBroker(ClientAuth.NONE));

        assertThat(outcome.operations()).isPositive();
        assertThat(outcome.resumed()).isZero();
        assertThat(outcome.session()).isEqualTo("TLSv1.3/TLS_AES_128_GCM_SHA256/X25519");
    }

    @Test
    void resumesEverySessionWhenAskedTo() throws Exception {
        Outcome outcome = run(Traffic.CONNECT, Security.MUTUAL, true, 0, tlsBroker(ClientAuth.REQUIRE));

        assertThat(outcome.operations()).isGreaterThan(8);
        assertThat(outcome.operations() - outcome.resumed())
                .as("the first of each of four connections has nothing to resume")
                .isBetween(0L, 4L);
    }

    @Test
    void countsNobodyWhereAServerThatShouldAskForCertificatesDoesNot() throws Exception {
        Outcome outcome = run(Traffic.CONNECT, Security.MUTUAL, false, 0, tlsBroker(ClientAuth.NONE));

        assertThat(outcome.operations()).isZero();
        assertThat(outcome.failures()).isPositive();
    }

    @Test
    void goesOnWithTheNextDeviceInTheNextJob() throws Exception {
        // given more devices than two jobs get through
        int port = tlsBroker(ClientAuth.REQUIRE);
        Job job = new Job(Traffic.CONNECT, port, Security.MUTUAL, false, true, 4_000, 1, 0, 0, 0, 200, 200, own);
        devices.grow(job.devices());

        // when
        Set<X509Certificate> first = shownBy(job);
        Set<X509Certificate> second = shownBy(job);

        // then
        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty().doesNotContainAnyElementsOf(first);
    }

    /** Of a job that lasts longer on a machine that gets nobody through at first. */
    private Set<X509Certificate> shownBy(Job job) throws Exception {
        shown.clear();
        for (long millis = job.measureMillis(); shown.isEmpty() && millis < 10_000; millis *= 2) {
            runner.run(job.lasting(millis, millis)).get(60, TimeUnit.SECONDS);
        }
        return Set.copyOf(shown);
    }

    @Test
    void keepsThePaceAndTimesEveryMessage() throws Exception {
        Outcome outcome = run(Traffic.PUBLISH, Security.MUTUAL, false, 200, tlsBroker(ClientAuth.REQUIRE));

        assertThat(outcome.perSecond()).isBetween(50.0, 1_000.0);
        assertThat(outcome.latency().p50Nanos()).isPositive();
        assertThat(outcome.latency().maxNanos())
                .isGreaterThanOrEqualTo(outcome.latency().p50Nanos());
    }

    @Test
    void publishesAsFastAsMessagesComeBack() throws Exception {
        Outcome outcome = run(Traffic.PUBLISH, Security.NONE, false, 0, broker());

        assertThat(outcome.perSecond()).isGreaterThan(1_000);
        assertThat(outcome.latency()).isEqualTo(Latency.NONE);
    }

    @Test
    void holdsConnectionsUntilItIsToldToLetThemGo() throws Exception {
        Outcome held = run(Traffic.HOLD, Security.NONE, false, 0, broker());

        Outcome released = runner.run(Job.release()).get(10, TimeUnit.SECONDS);

        assertThat(held.operations()).isEqualTo(4);
        assertThat(released.operations()).isEqualTo(4);
    }
}
