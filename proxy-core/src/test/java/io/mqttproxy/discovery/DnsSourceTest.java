package io.mqttproxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.config.DiscoveryConfig.RecordType;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.testsupport.DnsReply;
import io.mqttproxy.testsupport.NameServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsSourceTest {

    private static final String NAME = "brokers.example.com.";
    private static final String SERVICE = "_mqtt._tcp.example.com.";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final DnsReply ONE = DnsReply.of(DnsReply.address(NAME, 60, 192, 0, 2, 1));

    private final NameServer server = NameServer.start();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        server.close();
    }

    @Test
    void takesAddressesSortedAndOnceWithTheSmallestTimeToLive() {
        server.udp(DnsReply.of(
                DnsReply.address(NAME, 60, 192, 0, 2, 7),
                DnsReply.address(NAME, 30, 192, 0, 2, 1),
                DnsReply.address(NAME, 90, 192, 0, 2, 7)));

        Discovered found = look(a(), LONG);

        assertThat(found.backends())
                .containsExactly(Backend.of("192.0.2.1", 1883, 1), Backend.of("192.0.2.7", 1883, 1));
        assertThat(found.validFor()).hasSeconds(30);
    }

    @Test
    void takesAddressesOfIpv6() {
        server.udp(DnsReply.of(DnsReply.address(NAME, 60, 0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));

        Discovered found = look(new Dns("brokers.example.com", RecordType.AAAA, 1883, List.of()), LONG);

        assertThat(found.backends()).extracting(Backend::address).containsExactly("[2001:db8:0:0:0:0:0:1]:1883");
    }

    @Test
    void takesServicesWithTheirPortsWeightsAndPriorities() {
        server.udp(DnsReply.of(
                DnsReply.service(SERVICE, 60, 20, 0, 1884, "Standby.example.com"),
                DnsReply.service(SERVICE, 60, 10, 60_000, 1883, "a.example.com"),
                DnsReply.service(SERVICE, 60, 10, 30_000, 1883, "b.example.com"),
                DnsReply.service(SERVICE, 60, 10, 1, 1883, ".")));

        assertThat(look(srv(), LONG).backends())
                .containsExactly(
                        new Backend("a.example.com:1883", "a.example.com", 1883, 1000, 0, ""),
                        new Backend("b.example.com:1883", "b.example.com", 1883, 500, 0, ""),
                        new Backend("standby.example.com:1884", "standby.example.com", 1884, 1, 1, ""));
    }

    @Test
    void followsAliasesAndHonoursTheirTimeToLive() {
        server.udp(DnsReply.of(
                DnsReply.address("c.example.net.", 60, 192, 0, 2, 1),
                DnsReply.alias("b.example.net.", 60, "c.example.net"),
                DnsReply.alias(NAME, 7, "B.example.net")));

        Discovered found = look(a(), LONG);

        assertThat(found.backends()).extracting(Backend::host).containsExactly("192.0.2.1");
        assertThat(found.validFor()).hasSeconds(7);
    }

    @Test
    void takesNothingThatBelongsToAnotherName() {
        server.udp(DnsReply.of(
                DnsReply.address(NAME, 60, 192, 0, 2, 1), DnsReply.address("evil.example.", 60, 203, 0, 113, 66)));

        assertThat(look(a(), LONG).backends()).extracting(Backend::host).containsExactly("192.0.2.1");
    }

    @Test
    void tellsThatTheNameDoesNotExist() {
        server.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));

        fails(a(), LONG, DiscoveryResult.NOT_FOUND, "brokers.example.com does not exist (NXDOMAIN)");
    }

    @Test
    void tellsThatThereIsNoRecord() {
        server.udp(DnsReply.of());

        fails(a(), LONG, DiscoveryResult.EMPTY, "brokers.example.com has no A record");
    }

    @Test
    void tellsThatTheServerFailed() {
        server.udp(DnsReply.code(DnsResponseCode.SERVFAIL));

        fails(srv(), LONG, DiscoveryResult.REFUSED, "ServFail");
    }

    @Test
    void asksOverTcpWhenTheAnswerIsCutOff() {
        server.udp(ONE.cutOff());
        server.tcp(DnsReply.of(DnsReply.address(NAME, 60, 192, 0, 2, 1), DnsReply.address(NAME, 60, 192, 0, 2, 2)));

        assertThat(look(a(), LONG).backends()).hasSize(2);
        assertThat(server.tcpQueries()).isEqualTo(1);
        server.awaitTcpClosed(1);
    }

    @Test
    void takesNoHalfAnswerWhenTcpFails() {
        server.udp(ONE.cutOff()).tcp();

        Throwable failure = failure(a(), Duration.ofSeconds(5));

        assertThat(failure).isInstanceOf(DiscoveryException.class);
        server.awaitTcpClosed(1);
        assertThat(server.tcpQueries()).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheAnswerIsLate() {
        server.udp(ONE.after(Duration.ofMinutes(5)));

        fails(a(), SHORT, DiscoveryResult.TIMEOUT, "no answer of");
    }

    @Test
    void dropsForgedAnswersAndWaitsForTheRightOne() {
        DnsReply forged = DnsReply.of(DnsReply.address(NAME, 60, 203, 0, 113, 66));
        server.udp(
                forged.withForgedId(),
                forged.toAnotherQuestion("other.example.com."),
                ONE.after(Duration.ofMillis(50)));

        assertThat(look(a(), LONG).backends()).extracting(Backend::host).containsExactly("192.0.2.1");
    }

    @Test
    void takesNoForgedAnswerWhenThereIsNoOther() {
        DnsReply forged = DnsReply.of(DnsReply.address(NAME, 60, 203, 0, 113, 66));
        server.udp(forged.withForgedId(), forged.toAnotherQuestion("other.example.com."));

        fails(a(), SHORT, DiscoveryResult.TIMEOUT, "no answer of");
    }

    @Test
    void refusesRecordsThatAreNoAddressesAndNamesThatAreNoHosts() {
        server.udp(DnsReply.of(new DnsReply.Answer(NAME, DnsRecordType.A, 60, ByteBuffer.wrap(new byte[] {1, 2, 3}))));
        fails(a(), LONG, DiscoveryResult.INVALID, "malformed record");

        server.udp(DnsReply.of(DnsReply.service(SERVICE, 60, 0, 0, 1883, "a b\n.example.com")));
        fails(srv(), LONG, DiscoveryResult.INVALID, "malformed record");
    }

    @Test
    void asksTheNextServerWhenOneFails() {
        try (NameServer broken = NameServer.start().udp(DnsReply.code(DnsResponseCode.SERVFAIL));
                NameServer silent = NameServer.start()) {
            server.udp(ONE);

            CompletableFuture<Discovered> found =
                    lookAt(a(), Duration.ofSeconds(15), broken.address(), silent.address(), server.address());

            assertThat(found.join().backends()).hasSize(1);
        }
    }

    @Test
    void believesThatANameDoesNotExistWithoutAskingFurther() {
        try (NameServer other = NameServer.start().udp(ONE)) {
            server.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));

            CompletableFuture<Discovered> found = lookAt(a(), LONG, server.address(), other.address());

            assertThatThrownBy(found::join).hasMessageContaining("NXDOMAIN");
            assertThat(other.udpQueries()).isZero();
        }
    }

    private void fails(Dns dns, Duration timeout, DiscoveryResult result, String message) {
        assertThat(failure(dns, timeout))
                .isInstanceOfSatisfying(DiscoveryException.class, failure -> assertThat(failure.result())
                        .isEqualTo(result))
                .hasMessageContaining(message);
    }

    private Throwable failure(Dns dns, Duration timeout) {
        try {
            Discovered found = look(dns, timeout);
            throw new AssertionError("found " + found);
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    private Discovered look(Dns dns, Duration timeout) {
        return lookAt(dns, timeout, server.address()).join();
    }

    private CompletableFuture<Discovered> lookAt(Dns dns, Duration timeout, InetSocketAddress... servers) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loops.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class);
        SequentialDnsServerAddressStreamProvider provider =
                new SequentialDnsServerAddressStreamProvider(Stream.of(servers).toList());
        return new DnsSource(builder, provider, dns, timeout).look().toCompletableFuture();
    }

    private static Dns a() {
        return new Dns("brokers.example.com", RecordType.A, 1883, List.of());
    }

    private static Dns srv() {
        return new Dns("_mqtt._tcp.example.com", RecordType.SRV, 0, List.of());
    }
}
