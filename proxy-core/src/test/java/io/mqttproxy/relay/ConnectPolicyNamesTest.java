package io.mqttproxy.relay;

import static io.mqttproxy.relay.Policies.CN;
import static io.mqttproxy.relay.Policies.refusal;
import static io.mqttproxy.relay.Policies.username;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.identity.Template;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names out of a certificate may be put into a CONNECT. */
class ConnectPolicyNamesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {" device-1", "device-1 "})
    void refusesASpaceAtTheEndOfAName(String commonName) throws Exception {
        assertThat(refusal(username(CN), device(commonName), TestClient.connect5("c", null)))
                .hasMessageStartingWith("username: ")
                .hasMessageEndingWith("(expected: none there)");
    }

    @Test
    void fillsInAWildcardWhereTheIdentityMayBeOne() throws Exception {
        // given
        IdentityRule rule = new IdentityRule(
                CertificateField.SUBJECT_CN,
                null,
                Template.parse(IdentityRule.DEFAULT_VALUE, Set.of(IdentityRule.FROM)),
                true);
        ConnectPacket packet = TestClient.connect311("x", null);
        ConnectPolicy policy = ConnectPolicy.of(rule, username(CN), FieldSizes.UNLIMITED, Set.of());

        // when
        ConnectChanges changes =
                policy.decide(TestClient.session(new EmbeddedChannel(), device("+4930123"), packet), packet);

        // then
        assertThat(changes.username()).isEqualTo("+4930123");
    }

    private PeerIdentity device(String commonName) throws Exception {
        return TestClient.identity(TestPki.in(folder).client(commonName));
    }
}
