package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.PasswordSource;
import io.mqttproxy.config.Secret;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.TemplateException;
import io.mqttproxy.identity.Variables;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Map;

/** Sections {@code connect} that ask for one thing each, and what a policy made from them decides. */
final class Policies {

    static final Template CN = template("${cert.subject.cn}");
    static final PasswordSource FIXED = new PasswordSource.Fixed(new Secret.Literal("s3cret"));

    private Policies() {}

    static ConnectChanges decide(ConnectConfig config, PeerIdentity identity, ConnectPacket packet) throws Exception {
        Session session = TestClient.session(new EmbeddedChannel(), identity, packet);
        return ConnectPolicy.of(
                        null,
                        config,
                        FieldSizes.UNLIMITED,
                        config.userProperties().keySet())
                .decide(session, packet);
    }

    static RefusedException refusal(ConnectConfig config, PeerIdentity identity, ConnectPacket packet) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> decide(config, identity, packet));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }

    static void refuses(
            CloseReason reason, ConnectConfig config, PeerIdentity identity, ConnectPacket packet, String message) {
        RefusedException refused = refusal(config, identity, packet);
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    static ConnectConfig username(Template username) {
        return new ConnectConfig(username, null, null, Map.of(), Map.of(), Bridges.PASS);
    }

    static ConnectConfig clientId(Template clientId) {
        return new ConnectConfig(null, null, clientId, Map.of(), Map.of(), Bridges.PASS);
    }

    static ConnectConfig password(PasswordSource password) {
        return new ConnectConfig(null, password, null, Map.of(), Map.of(), Bridges.PASS);
    }

    static ConnectConfig require(Map<String, Template> require) {
        return new ConnectConfig(null, null, null, require, Map.of(), Bridges.PASS);
    }

    static ConnectConfig properties(Map<String, Template> properties) {
        return new ConnectConfig(null, null, null, Map.of(), properties, Bridges.PASS);
    }

    static Template template(String text) {
        try {
            return Template.parse(text, Variables.names());
        } catch (TemplateException e) {
            throw new AssertionError(text, e);
        }
    }
}
