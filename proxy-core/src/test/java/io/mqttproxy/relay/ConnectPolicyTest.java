package io.mqttproxy.relay;

import static io.mqttproxy.relay.Policies.CN;
import static io.mqttproxy.relay.Policies.FIXED;
import static io.mqttproxy.relay.Policies.clientId;
import static io.mqttproxy.relay.Policies.decide;
import static io.mqttproxy.relay.Policies.password;
import static io.mqttproxy.relay.Policies.refusal;
import static io.mqttproxy.relay.Policies.refuses;
import static io.mqttproxy.relay.Policies.template;
import static io.mqttproxy.relay.Policies.username;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.PasswordSource;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.Source;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.identity.Template;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.ReservedNames;
import io.mqttproxy.mqtt.UserProperty;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener puts into a CONNECT, and what it finds unfit to put there. */
class ConnectPolicyTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void changesNothingUnlessToldTo(int level) throws Exception {
        ConnectPacket packet = TestClient.connect(level, "device-1", "user", "password");

        assertThat(decide(ConnectConfig.DEFAULTS, NoIdentity.INSTANCE, packet)).isEqualTo(ConnectChanges.NONE);
    }

    @Test
    void putsTheVerifiedNameIntoEveryPlace() throws Exception {
        // given
        ConnectConfig all = new ConnectConfig(
                CN,
                new PasswordSource.Rendered(template("pw-${cert.subject.cn}")),
                template("${listener}/${cert.subject.cn}"),
                Map.of(),
                Map.of("x-cn", CN),
                Bridges.PASS);

        // when
        ConnectChanges changes = decide(all, device("device-1"), TestClient.connect5("claimed", "claimed"));

        // then
        assertThat(changes)
                .isEqualTo(new ConnectChanges(
                        "mqtts/device-1",
                        "device-1",
                        "pw-device-1".getBytes(StandardCharsets.US_ASCII),
                        List.of(new UserProperty("x-cn", "device-1")),
                        ReservedNames.of(Set.of("x-cn")),
                        false));
    }

    @Test
    void refusesToWriteAnEmptyClientId() {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                clientId(template("${mqtt.clientId}")),
                NoIdentity.INSTANCE,
                TestClient.connect5("", null),
                "clientId: empty (expected: at least one character)");
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void fillsInAnEmptyClientIdAndLeavesEveryOtherOneAlone(int level) throws Exception {
        // given
        ConnectConfig config = emptyClientId(template("auto-${cert.subject.cn}"));

        // then
        assertThat(decide(config, device("device-1"), TestClient.connect(level, "", null, null))
                        .clientId())
                .isEqualTo("auto-device-1");
        assertThat(decide(config, device("device-1"), TestClient.connect(level, "mine", null, null)))
                .isEqualTo(ConnectChanges.NONE);
    }

    @Test
    void replacesAnEmptyClientIdOfMqtt5Too() throws Exception {
        assertThat(decide(clientId(CN), device("device-1"), TestClient.connect5("", null))
                        .clientId())
                .isEqualTo("device-1");
    }

    @Test
    void refusesToFillInNothing() {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                emptyClientId(template("${mqtt.username}")),
                NoIdentity.INSTANCE,
                TestClient.connect5("", ""),
                "emptyClientId: empty (expected: at least one character)");
    }

    @Test
    void refusesToFillInAWildcardOfACertificate() throws Exception {
        assertThat(refusal(emptyClientId(CN), device("$SYS"), TestClient.connect5("", null))
                        .reason())
                .isEqualTo(CloseReason.IDENTITY_REJECTED);
    }

    @Test
    void keepsTheClientsOwnUserNameBesideTheVerifiedOne() throws Exception {
        // given
        ConnectConfig config = new ConnectConfig(
                CN, null, null, Map.of(), Map.of("x-client-username", template("${mqtt.username:-}")), Bridges.PASS);

        // then
        assertThat(decide(config, device("device-1"), TestClient.connect5("c", "claimed"))
                        .userProperties())
                .containsExactly(new UserProperty("x-client-username", "claimed"));
        assertThat(decide(config, device("device-1"), TestClient.connect5("c", null))
                        .userProperties())
                .containsExactly(new UserProperty("x-client-username", ""));
    }

    @ParameterizedTest
    @EnumSource
    void treatsBridgesAsConfigured(Bridges bridges) throws Exception {
        // given the bridge bit of mosquitto in the protocol level
        ConnectConfig config = new ConnectConfig(null, null, null, Map.of(), Map.of(), bridges);
        ConnectPacket bridge = TestClient.connect(0x84, "bridge", null, null);

        if (bridges == Bridges.REJECT) {
            refuses(CloseReason.BRIDGE_REJECTED, config, NoIdentity.INSTANCE, bridge, "connect.bridges is reject");
        } else {
            assertThat(decide(config, NoIdentity.INSTANCE, bridge).stripBridgeBit())
                    .isEqualTo(bridges == Bridges.STRIP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void treatsDevicesTheSameWhateverBridgesAreTo(Bridges bridges) throws Exception {
        ConnectConfig config = new ConnectConfig(null, null, null, Map.of(), Map.of(), bridges);

        assertThat(decide(config, NoIdentity.INSTANCE, TestClient.connect311("device", null)))
                .isEqualTo(ConnectChanges.NONE);
    }

    @Test
    void writesAPasswordWithoutAUserNameInMqtt5() throws Exception {
        assertThat(decide(password(FIXED), NoIdentity.INSTANCE, TestClient.connect5("device-1", null))
                        .password())
                .isEqualTo("s3cret".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void writesAPasswordBesideTheClientsOwnUserName() throws Exception {
        assertThat(decide(password(FIXED), NoIdentity.INSTANCE, TestClient.connect311("device-1", "user"))
                        .password())
                .isEqualTo("s3cret".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void takesTheIdentityFromItsRuleAndRemembersIt() throws Exception {
        // given
        IdentityRule rule = new IdentityRule(
                CertificateField.SUBJECT_CN,
                Pattern.compile("device-(?<number>[0-9]+)"),
                Template.parse("${number}", Set.of("number")),
                false);
        Session session =
                TestClient.session(new EmbeddedChannel(), device("device-17"), TestClient.connect311("x", null));
        ConnectPolicy policy =
                ConnectPolicy.of(rule, username(template("${identity}")), FieldSizes.UNLIMITED, Set.of());

        // when
        ConnectChanges changes = policy.decide(session, TestClient.connect311("x", null));

        // then
        assertThat(changes.username()).isEqualTo("17");
        assertThat(session.identity()).isEqualTo("17");
    }

    @Test
    void refusesAClientWithoutTheIdentityThatTheListenerWantsEvenWhenNothingUsesIt() throws Exception {
        // given
        IdentityRule rule = new IdentityRule(
                CertificateField.SAN_URI,
                null,
                Template.parse(IdentityRule.DEFAULT_VALUE, Set.of(IdentityRule.FROM)),
                false);
        ConnectPacket packet = TestClient.connect311("x", null);
        Session session = TestClient.session(new EmbeddedChannel(), device("device-1"), packet);
        ConnectPolicy policy = ConnectPolicy.of(rule, ConnectConfig.DEFAULTS, FieldSizes.UNLIMITED, Set.of());

        // when
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> policy.decide(session, packet));

        // then
        assertThat(refused.reason()).isEqualTo(CloseReason.IDENTITY_REJECTED);
        assertThat(session.identity()).isNull();
    }

    @Test
    void refusesToWriteWhatTurnsTheReadingDirectionIntoAUserName() {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                username(template("${mqtt.clientId}")),
                NoIdentity.INSTANCE,
                TestClient.connect5("admin\u202Enimda", null),
                "username: holds a character that is not clean text");
    }

    @Test
    void refusesToWriteAUserNameThatMqttCannotSay() {
        refuses(
                CloseReason.IDENTITY_REJECTED,
                username(template("${mqtt.username}${mqtt.username}")),
                NoIdentity.INSTANCE,
                TestClient.connect5("x", "u".repeat(32_768)),
                "username: too long (expected: at most 65535 bytes)");
    }

    @Test
    void refusesToWriteAPasswordThatMqttCannotSay() {
        // given
        PasswordSource twice = new PasswordSource.Rendered(template("${mqtt.username}${mqtt.username}"));

        // then
        assertThat(refusal(password(twice), NoIdentity.INSTANCE, TestClient.connect5("x", "u".repeat(32_768)))
                        .reason())
                .isEqualTo(CloseReason.IDENTITY_REJECTED);
    }

    @Test
    void refusesAFixedPasswordThatMqttCannotSayAtTheStart() throws Exception {
        // given a file of the largest size that a secret may have
        Path file = Files.writeString(folder.resolve("password"), "p".repeat(64 * 1024));
        PasswordSource source = new PasswordSource.Fixed(
                new Secret.FromFile(new FileRef(file, "password", new Source("proxy.yaml", 3, 5, "password"))));

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectPolicy.of(null, password(source), FieldSizes.UNLIMITED, Set.of()))
                .withMessageContaining("proxy.yaml:3:5 password");
    }

    @Test
    void namesTheKeyOfAPasswordFileThatIsEmpty() throws Exception {
        // given
        Path file = Files.createFile(folder.resolve("password"));
        PasswordSource source = new PasswordSource.Fixed(
                new Secret.FromFile(new FileRef(file, "password", new Source("proxy.yaml", 3, 5, "connect.password"))));

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectPolicy.of(null, password(source), FieldSizes.UNLIMITED, Set.of()))
                .withMessage("proxy.yaml:3:5 connect.password: password: empty"
                        + " (expected: a secret of 1 to 65535 bytes)");
    }

    private static ConnectConfig emptyClientId(Template template) {
        return new ConnectConfig(
                null, null, null, template, Map.of(), Map.of(), Bridges.PASS, ConnectConfig.ALL_VERSIONS);
    }

    private PeerIdentity device(String commonName) throws Exception {
        return TestClient.identity(TestPki.in(folder).client(commonName));
    }
}
