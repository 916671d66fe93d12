package io.mqttproxy.relay;

import static io.mqttproxy.relay.Policies.CN;
import static io.mqttproxy.relay.Policies.FIXED;
import static io.mqttproxy.relay.Policies.clientId;
import static io.mqttproxy.relay.Policies.decide;
import static io.mqttproxy.relay.Policies.password;
import static io.mqttproxy.relay.Policies.properties;
import static io.mqttproxy.relay.Policies.refusal;
import static io.mqttproxy.relay.Policies.refuses;
import static io.mqttproxy.relay.Policies.require;
import static io.mqttproxy.relay.Policies.template;
import static io.mqttproxy.relay.Policies.username;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.PasswordSource;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.identity.Template;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ReservedNames;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody gets in with less proof than the configuration asks for. */
class ConnectPolicyFailsClosedTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> everyPlaceOfATemplate() {
        return Stream.of(
                Arguments.of("username", username(CN)),
                Arguments.of("clientId", clientId(CN)),
                Arguments.of("password", password(new PasswordSource.Rendered(CN))),
                Arguments.of("userProperties", properties(Map.of("x-cn", CN))),
                Arguments.of("require.clientId", require(Map.of("clientId", CN))),
                Arguments.of("require.username", require(Map.of("username", CN))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyPlaceOfATemplate")
    void refusesAClientWithoutTheValueThatATemplateAsksFor(String place, ConnectConfig config) {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                config,
                NoIdentity.INSTANCE,
                TestClient.connect5("device-1", "device-1"),
                "cert.subject.cn: no value (expected: one, or a default as in ${cert.subject.cn:-…})");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyPlaceOfATemplate")
    void refusesACertificateThatSaysTwoThings(String place, ConnectConfig config) throws Exception {
        // given
        PeerIdentity twice = TestClient.identity(
                TestPki.in(folder).issuing().issue(CertificateSpec.client("x").subject("CN=device-1,CN=device-2")));

        // then
        assertThat(refusal(config, twice, TestClient.connect5("device-1", "device-1"))
                        .reason())
                .isEqualTo(CloseReason.IDENTITY_REJECTED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyPlaceOfATemplate")
    void letsAClientInWithTheValueThatATemplateAsksFor(String place, ConnectConfig config) throws Exception {
        ConnectChanges changes = decide(config, device("device-1"), TestClient.connect5("device-1", "device-1"));

        assertThat(changes).isNotNull();
    }

    @Test
    void refusesAnotherClientIdThanTheRequiredOne() throws Exception {
        refuses(
                CloseReason.CLIENT_ID_REJECTED,
                require(Map.of("clientId", CN)),
                device("device-1"),
                TestClient.connect311("device-2", null),
                "clientId is not the one that connect.require asks for");
    }

    @ParameterizedTest
    @CsvSource({"device-2", "DEVICE-1", "''", ","}) // the last one: no user name at all
    void refusesAnotherUserNameThanTheRequiredOne(@Nullable String username) throws Exception {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                require(Map.of("username", CN)),
                device("device-1"),
                TestClient.connect311("device-1", username),
                "username is not the one that connect.require asks for");
    }

    /** Mosquitto takes an empty user name for none, and so the client for anonymous. */
    @ParameterizedTest
    @CsvSource({"4", "5"})
    void refusesToWriteAnEmptyUserName(int level) throws Exception {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                username(template("${cert.subject.ou:-}")),
                device("device-1"),
                TestClient.connect(level, "device-1", "admin", null),
                "username: empty (expected: at least one character)");
    }

    @ParameterizedTest
    @CsvSource({"username", "clientId"})
    void refusesEveryClientOfARuleThatAsksForNothing(String field) throws Exception {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                require(Map.of(field, template("${cert.subject.ou:-}"))),
                device("device-1"),
                TestClient.connect5("", ""),
                "require." + field + ": empty (expected: at least one character)");
    }

    @Test
    void refusesAnEmptyClientIdWhereOneIsRequired() throws Exception {
        refuses(
                CloseReason.CLIENT_ID_REJECTED,
                require(Map.of("clientId", CN)),
                device("device-1"),
                TestClient.connect5("", null),
                "clientId is not the one that connect.require asks for");
    }

    @Test
    void refusesAnMqtt3ClientWhoseOnlyProofWouldBeAUserProperty() throws Exception {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                properties(Map.of("x-cn", CN)),
                device("device-1"),
                TestClient.connect311("device-1", null),
                "connect.userProperties is the only proof of identity and MQTT 3 has no user properties");
    }

    static Stream<Arguments> whatProvesNothing() {
        return Stream.of(
                Arguments.of("the same user name for all", template("fleet"), null, Map.of()),
                Arguments.of("the same password for all", null, FIXED, Map.of()),
                Arguments.of("what the client claims", template("${mqtt.clientId}"), null, Map.of()),
                Arguments.of("a rule about claims", null, null, Map.of("clientId", template("${mqtt.username}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatProvesNothing")
    void refusesAnMqtt3ClientWhoseProofIsAUserPropertyBesideValuesThatProveNothing(
            String name, @Nullable Template username, @Nullable PasswordSource password, Map<String, Template> require)
            throws Exception {
        // given
        ConnectConfig config = new ConnectConfig(username, password, null, require, Map.of("x-cn", CN), Bridges.PASS);

        // then
        assertThat(refusal(config, device("device-1"), TestClient.connect311("same", "same"))
                        .reason())
                .isEqualTo(CloseReason.IDENTITY_REJECTED);
    }

    @Test
    void letsAnMqtt3ClientInThatIsProvenElsewhereToo() throws Exception {
        // given
        ConnectConfig config = new ConnectConfig(CN, null, null, Map.of(), Map.of("x-cn", CN), Bridges.PASS);

        // when
        ConnectChanges changes = decide(config, device("device-1"), TestClient.connect311("device-1", null));

        // then
        assertThat(changes.username()).isEqualTo("device-1");
        assertThat(changes.userProperties()).isEmpty();
        assertThat(changes.reservedNames()).isEqualTo(ReservedNames.NONE);
    }

    @Test
    void letsAnMqtt3ClientInWhenUserPropertiesProveNothing() throws Exception {
        // given
        ConnectConfig config = properties(Map.of("x-address", template("${client.address}")));

        // then
        assertThat(decide(config, NoIdentity.INSTANCE, TestClient.connect311("device-1", null)))
                .isEqualTo(ConnectChanges.NONE);
    }

    @Test
    void refusesToDropAPasswordThatMqtt3CannotSayWithoutAUserName() {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                password(FIXED),
                NoIdentity.INSTANCE,
                TestClient.connect311("device-1", null),
                "connect.password without a user name, which MQTT 3 cannot say");
    }

    private PeerIdentity device(String commonName) throws Exception {
        return TestClient.identity(TestPki.in(folder).client(commonName));
    }
}
