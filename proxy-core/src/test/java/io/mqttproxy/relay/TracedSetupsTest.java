package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.identity.NameRule;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.FinishedSetup.Fact;
import io.mqttproxy.relay.FinishedSetup.Failure;
import io.mqttproxy.relay.FinishedSetup.Role;
import io.mqttproxy.relay.FinishedSetup.Stage;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracedSetupsTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Session session = TestClient.session(channel);
    private final List<FinishedSetup> told = new ArrayList<>();
    private final ProxyMetrics metrics = new ProxyMetrics();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        metrics.close();
    }

    private void accept(NameHash names) {
        SplittableRandom random = new SplittableRandom(1);
        TracedSetups setups = new TracedSetups(names, () -> random);
        setups.trace(100, told::add);
        accept(setups);
    }

    private void accept(TracedSetups setups) {
        new Accounting(metrics.listener("mqtts", Accounting.labels()), new Sessions(), AccessLog.off(), setups, false)
                .accepted(session);
    }

    private void comeAsFarAsItsBackend() {
        SetupTrace.enter(session, SetupStep.TLS);
        session.serverName("a.example.com");
        SetupTrace.enter(session, SetupStep.CONNECT);
        TestClient.secured(session, NoIdentity.INSTANCE, TestClient.connect(5, "pump-7", "user", "never-to-be-seen"));
        SetupTrace.enter(session, SetupStep.ROUTE);
        session.identified(new VerifiedName("urn:device:1", NameRule.PLAIN));
        SetupTrace.enter(session, SetupStep.BACKEND);
        SetupTrace.connected(session, TestClient.backend());
        session.handedOver(new BackendLink(channel, TestClient.backend(), 0));
    }

    private static List<String> names(FinishedSetup setup) {
        return setup.steps().stream().map(Stage::name).toList();
    }

    private static Object value(Stage stage, String name) {
        return stage.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .map(fact -> fact instanceof Fact.Text text ? text.value() : fact)
                .findFirst()
                .orElse("absent");
    }

    @Test
    void tellAllStepsOfAClientThatABackendHasAccepted() {
        // given
        accept(NameHash.none());
        comeAsFarAsItsBackend();

        // when
        session.answered(0);
        SetupTrace.accepted(session);
        session.end(CloseReason.CLIENT_CLOSED);

        // then it is told once, and not of its end
        assertThat(told).hasSize(1);
        FinishedSetup setup = told.get(0);
        assertThat(names(setup))
                .containsExactly(
                        "tls handshake", "mqtt connect", "policy and route", "backend connect", "mqtt connack");
        assertThat(setup.steps())
                .extracting(Stage::role)
                .containsExactly(Role.INTERNAL, Role.INTERNAL, Role.INTERNAL, Role.CLIENT, Role.CLIENT);
        assertThat(setup.steps()).extracting(Stage::failure).containsOnlyNulls();
        assertThat(setup.whole().failure()).isNull();
        assertThat(setup.steps().subList(3, 5)).allSatisfy(step -> assertThat(step.facts())
                .containsExactly(
                        new Fact.Text("server.address", "127.0.0.1"),
                        new Fact.Whole("server.port", 1883),
                        new Fact.Text("mqttproxy.cluster", "brokers"),
                        new Fact.Text("mqttproxy.backend", "127.0.0.1:1883")));
    }

    @Test
    void tellWhatIsKnownByTheNamesOfTheConventions() {
        // given
        accept(NameHash.none());
        comeAsFarAsItsBackend();
        session.answered(0);

        // when
        SetupTrace.accepted(session);

        // then
        assertThat(told.get(0).whole().facts())
                .containsExactly(
                        new Fact.Text("mqttproxy.connection_id", "1f-1"),
                        new Fact.Text("mqttproxy.listener", "mqtts"),
                        new Fact.Text("network.transport", "tcp"),
                        new Fact.Text("network.protocol.name", "mqtt"),
                        new Fact.Text("client.address", "192.0.2.7"),
                        new Fact.Whole("client.port", 40_000),
                        new Fact.Text("server.address", "a.example.com"),
                        new Fact.Whole("server.port", 8883),
                        new Fact.Flag("tls.established", true),
                        new Fact.Text("tls.protocol.name", "tls"),
                        new Fact.Text("tls.protocol.version", "1.3"),
                        new Fact.Text("tls.cipher", "TLS_AES_128_GCM_SHA256"),
                        new Fact.Text("tls.curve", "X25519"),
                        new Fact.Text("tls.next_protocol", "mqtt"),
                        new Fact.Flag("tls.resumed", false),
                        new Fact.Text("network.protocol.version", "5"),
                        new Fact.Text("messaging.client.id", "pump-7"),
                        new Fact.Text("mqttproxy.identity", "urn:device:1"),
                        new Fact.Text("mqttproxy.cluster", "brokers"),
                        new Fact.Text("mqttproxy.backend", "127.0.0.1:1883"),
                        new Fact.Whole("mqttproxy.connack_code", 0));
    }

    @Test
    void haveNoGapBetweenTwoSteps() {
        // given
        accept(NameHash.none());
        comeAsFarAsItsBackend();

        // when
        SetupTrace.accepted(session);

        // then
        Stage whole = told.get(0).whole();
        long at = whole.start();
        assertThat(at).isEqualTo(session.acceptedAt() * 1_000_000);
        for (Stage step : told.get(0).steps()) {
            assertThat(step.start()).isEqualTo(at);
            assertThat(step.end()).isGreaterThanOrEqualTo(at);
            at = step.end();
        }
        assertThat(whole.end()).isEqualTo(at);
    }

    @Test
    void tellInWhichStepAClientFailedAndWhy() {
        // given
        accept(NameHash.none());
        SetupTrace.enter(session, SetupStep.TLS);

        // when
        session.end(CloseReason.NO_CERT, "certificate required");
        session.end(CloseReason.CLIENT_CLOSED);

        // then
        Failure why = new Failure("no_cert", "certificate required");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).steps()).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("tls handshake");
            assertThat(step.failure()).isEqualTo(why);
        });
        assertThat(told.get(0).whole().failure()).isEqualTo(why);
        assertThat(value(told.get(0).whole(), "error.type")).isEqualTo("no_cert");
        assertThat(value(told.get(0).whole(), "mqttproxy.termination")).isEqualTo("PR");
        assertThat(value(told.get(0).whole(), "server.address")).isEqualTo("192.0.2.1");
    }

    @Test
    void tellOfAClientThatIsNotEvenLetIn() {
        // given
        accept(NameHash.none());

        // when
        session.cut(CloseReason.LIMIT_RATE);
        channel.runPendingTasks();

        // then
        assertThat(told).hasSize(1);
        assertThat(names(told.get(0))).containsExactly("admission");
        assertThat(told.get(0).whole().failure()).isEqualTo(new Failure("limit_rate", "limit_rate"));
    }

    @Test
    void tellOfAClientThatLeaves() {
        // given
        accept(NameHash.none());
        SetupTrace.enter(session, SetupStep.CONNECT);

        // when
        channel.close();

        // then
        assertThat(told).hasSize(1);
        assertThat(names(told.get(0))).containsExactly("mqtt connect");
        assertThat(value(told.get(0).whole(), "error.type")).isEqualTo("client_closed");
    }

    @Test
    void callClientsWhatLogsCallThem() {
        // given
        NameHash names = NameHash.of(Set.of(HashedField.values()), "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        accept(names);
        comeAsFarAsItsBackend();

        // when
        session.end(CloseReason.IDENTITY_REJECTED, "client id pump-7 is not urn:device:1");

        // then
        Stage whole = told.get(0).whole();
        assertThat(told.get(0).toString()).doesNotContain("pump-7", "urn:device:1", "192.0.2.7");
        assertThat(value(whole, "client.address")).isEqualTo(names.shown(HashedField.ADDRESS, "192.0.2.7"));
        assertThat(value(whole, "messaging.client.id")).isEqualTo(names.shown(HashedField.CLIENT_ID, "pump-7"));
        assertThat(value(whole, "client.port")).isEqualTo("absent");
        assertThat(whole.failure()).isEqualTo(new Failure("identity_rejected", "identity_rejected"));
    }

    @Test
    void cutNamesThatWouldFillTheMemory() {
        // given
        accept(NameHash.none());
        SetupTrace.enter(session, SetupStep.CONNECT);
        TestClient.secured(
                session, NoIdentity.INSTANCE, TestClient.connect(5, "x".repeat(60_000), "user", "never-to-be-seen"));

        // when
        session.end(CloseReason.BANNED);

        // then
        assertThat(value(told.get(0).whole(), "messaging.client.id")).isEqualTo("x".repeat(256));
    }

    @Test
    void keepNothingAtAConnectionThatIsNotTraced() {
        // given
        TracedSetups setups = new TracedSetups(NameHash.none(), () -> {
            throw new AssertionError("nobody is to be traced");
        });

        // when
        accept(setups);
        comeAsFarAsItsBackend();
        SetupTrace.accepted(session);

        // then
        assertThat(SetupTrace.id(session)).isNull();
        assertThat(told).isEmpty();
    }

    @Test
    void endWithTheConnectionsThatAreOnTheirWay() {
        // given
        SplittableRandom random = new SplittableRandom(1);
        TracedSetups setups = new TracedSetups(NameHash.none(), () -> random);
        setups.trace(100, told::add);
        accept(setups);

        // when
        setups.stop();
        Session later = TestClient.session(new EmbeddedChannel());
        setups.begun(later);
        session.end(CloseReason.CLIENT_CLOSED);

        // then
        assertThat(told).hasSize(1);
        assertThat(SetupTrace.id(later)).isNull();
    }

    @Test
    void haveAnIdThatStaysForTheAccessLog() {
        // given
        accept(NameHash.none());
        comeAsFarAsItsBackend();
        session.answered(0);

        // when
        SetupTrace.accepted(session);
        session.end(CloseReason.CLIENT_CLOSED);

        // then
        String id = told.get(0).trace().toString();
        assertThat(new AccessLogText(NameHash.none()).ended(session)).contains(" traceId=" + id + " ");
        assertThat(new AccessLogEcs(NameHash.none()).ended(session)).contains(",\"trace.id\":\"" + id + "\",");
    }
}
