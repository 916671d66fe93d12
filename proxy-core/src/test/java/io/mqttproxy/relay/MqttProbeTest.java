package io.mqttproxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.ProbeResult;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.StubConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MqttProbeTest {

    private static final byte[] DISCONNECT = {(byte) 0xE0, 0x00};
    private static final Duration LONG = Duration.ofSeconds(20);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ProbeLogin login = ProbeLogin.anonymous(new Random(7));

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void connectsAndLeavesInOrder() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            // when
            ProbeOutcome outcome =
                    probe(ProbeHeader.NONE, LONG).examine(at(broker)).join();

            // then
            assertThat(outcome).isEqualTo(new ProbeOutcome.Accepted());
            StubConnection connection = broker.awaitConnection(0);
            assertThat(new String(connection.awaitConnect(), US_ASCII)).endsWith(login.clientId());
            assertThat(connection.awaitAfterConnect(2)).isEqualTo(DISCONNECT);
            assertThat(connection.awaitEnd()).isEqualTo(StubConnection.End.CLOSED);
        }
    }

    @Test
    void putsAHeaderWithItsOwnAddressInFront() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            // when
            ProbeHeader header = new ProbeHeader(ProxyProtocolVersion.V1, Set.of(), false);
            ProbeOutcome outcome = probe(header, LONG).examine(at(broker)).join();

            // then
            assertThat(outcome.answersMqtt()).isTrue();
            assertThat(new String(broker.awaitConnection(0).awaitProxyHeader(), US_ASCII))
                    .matches("PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 [0-9]+ " + broker.port() + "\r\n");
        }
    }

    @Test
    void neverSaysLocalAndClaimsACertificateOnlyWhenItShall() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            // when
            for (boolean verified : new boolean[] {false, true}) {
                ProbeHeader header = new ProbeHeader(ProxyProtocolVersion.V2, Set.of(Tlv.SSL), verified);
                probe(header, LONG).examine(at(broker)).join();
            }

            // then command PROXY over TCP4, and addresses alone or a common name
            byte[] plain = broker.awaitConnection(0).awaitProxyHeader();
            byte[] verified = broker.awaitConnection(1).awaitProxyHeader();
            assertThat(plain).hasSize(28);
            assertThat(plain[12]).isEqualTo((byte) 0x21);
            assertThat(plain[13]).isEqualTo((byte) 0x11);
            assertThat(new String(verified, US_ASCII)).contains(login.clientId());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void tellsTheReturnCodeOfARefusal(int code) {
        byte[] connack = {0x20, 0x02, 0x00, (byte) code};
        try (StubBroker broker = StubBroker.start(StubBehaviour.answering(connack))) {
            assertThat(probe(ProbeHeader.NONE, LONG).examine(at(broker)).join())
                    .isEqualTo(new ProbeOutcome.Refused(code));
        }
    }

    @Test
    void tellsThatTheConnectionWasClosed() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.closing())) {
            assertThat(probe(ProbeHeader.NONE, LONG).examine(at(broker)).join()).isEqualTo(new ProbeOutcome.Closed());
        }
    }

    @Test
    void givesUpOnABackendThatSaysNothing() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.silent())) {
            // when
            ProbeOutcome outcome = probe(ProbeHeader.NONE, Duration.ofMillis(100))
                    .examine(at(broker))
                    .join();

            // then
            assertThat(outcome).isEqualTo(new ProbeOutcome.Silent());
            assertThat(broker.awaitConnection(0).awaitEnd()).isEqualTo(StubConnection.End.CLOSED);
        }
    }

    @Test
    void tellsWhatElseAnswers() {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
        try (StubBroker broker = StubBroker.start(StubBehaviour.answering(answer))) {
            assertThat(probe(ProbeHeader.NONE, LONG).examine(at(broker)).join())
                    .isEqualTo(new ProbeOutcome.NotMqtt(OtherProtocol.HTTP));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 03 00 00 00", "20 02 02 00", " 220 mail"})
    void takesNothingElseForAConnack(String hex) {
        byte[] answer = hex.startsWith("20 0") ? bytes(hex) : hex.getBytes(US_ASCII);
        try (StubBroker broker =
                StubBroker.start(StubBehaviour.answering(answer).thenClosing())) {
            assertThat(probe(ProbeHeader.NONE, LONG).examine(at(broker)).join())
                    .isEqualTo(new ProbeOutcome.NotMqtt(OtherProtocol.UNKNOWN));
        }
    }

    @Test
    void tellsThatNobodyListens() {
        Backend gone;
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            gone = at(broker);
        }
        assertThat(probe(ProbeHeader.NONE, LONG).examine(gone).join())
                .isEqualTo(new ProbeOutcome.NotConnected(ConnectFailure.REFUSED));
    }

    @Test
    void isUpForHealthOnlyWhenItsLoginIsAccepted() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                StubBroker other =
                        StubBroker.start(StubBehaviour.answering((byte) 0x20, (byte) 2, (byte) 0, (byte) 5))) {
            // when
            ProbePlan plan =
                    new ProbePlan(ProbeHeader.NONE, null, login.as("health", "secret".getBytes(US_ASCII)), LONG);
            MqttProbe probe = new MqttProbe(template(), MqttProbeTest::address, plan);
            ProbeResult up = probe.probe(at(broker)).toCompletableFuture().join();
            ProbeResult down = probe.probe(at(other)).toCompletableFuture().join();

            // then
            assertThat(up).isEqualTo(ProbeResult.passed());
            assertThat(down).isEqualTo(ProbeResult.failed("CONNACK with return code 5"));
            assertThat(new String(broker.awaitConnection(0).awaitConnect(), US_ASCII))
                    .contains("health")
                    .contains("secret");
            assertThat(plan.toString()).doesNotContain("secret");
        }
    }

    @Test
    void closesTheConnectionWhenNobodyWaitsAnyMore() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.silent())) {
            // given
            CompletableFuture<ProbeResult> waiting =
                    probe(ProbeHeader.NONE, LONG).probe(at(broker)).toCompletableFuture();
            broker.awaitConnection(0).awaitConnect();

            // when
            waiting.cancel(false);

            // then
            assertThat(broker.awaitConnection(0).awaitEnd()).isEqualTo(StubConnection.End.CLOSED);
        }
    }

    private MqttProbe probe(ProbeHeader header, Duration timeout) {
        return new MqttProbe(template(), MqttProbeTest::address, new ProbePlan(header, null, login, timeout));
    }

    private Bootstrap template() {
        return new Bootstrap().group(loops).channel(NioSocketChannel.class);
    }

    private static InetSocketAddress address(Backend backend) {
        return new InetSocketAddress(backend.host(), backend.port());
    }

    private static Backend at(StubBroker broker) {
        return Backend.of("127.0.0.1", broker.port(), 1);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
