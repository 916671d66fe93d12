package io.mqttproxy.relay;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.PasswordSource;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.Template;
import io.mqttproxy.mqtt.ConnectChanges;
import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.MqttVersion;
import io.mqttproxy.mqtt.ReservedNames;
import io.mqttproxy.mqtt.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a listener asks of a CONNECT and what it puts into it: what the packet is like first, then identity, then the rules,
 * then the values.
 *
 * <p>Fails closed: a value that is configured and cannot be had refuses the client; it is never left out. Immutable, used
 * by all event loops.
 */
public final class ConnectPolicy {

    private final @Nullable IdentityRule identity;
    private final ConnectConfig connect;
    private final ConnectRules rules;
    private final ReservedNames reserved;
    private final BrokerPassword password;
    private final boolean provenByPropertiesOnly;

    private ConnectPolicy(
            @Nullable IdentityRule identity, ConnectRules rules, ReservedNames reserved, BrokerPassword password) {
        this.identity = identity;
        this.rules = rules;
        this.reserved = reserved;
        this.connect = rules.connect();
        this.password = password;
        this.provenByPropertiesOnly = isProvenByPropertiesOnly(connect);
    }

    /**
     * Applies the given sections of a listener; blocks on the file of a secret.
     *
     * @param sizes how long fields of a CONNECT may be
     * @param reserved the names of user properties that any listener sets: a client that comes in by one of the others must
     *     not forge them
     * @throws ConfigException when a secret cannot be read
     */
    public static ConnectPolicy of(
            @Nullable IdentityRule identity, ConnectConfig connect, FieldSizes sizes, Set<String> reserved)
            throws ConfigException {
        return new ConnectPolicy(
                identity,
                new ConnectRules(connect, sizes),
                ReservedNames.of(reserved),
                BrokerPassword.of(connect.password()));
    }

    /**
     * Decides what the backend gets to see; also records the identity in the session.
     *
     * @throws RefusedException when the client may not come in
     */
    ConnectChanges decide(Session session, ConnectPacket packet) throws RefusedException {
        rules.check(packet);
        SessionFacts facts = new SessionFacts(session);
        try {
            if (identity != null) {
                session.identified(new VerifiedName(identity.resolve(session.peer()), identity.names()));
            }
            requireEqual("clientId", packet.clientId(), CloseReason.CLIENT_ID_REJECTED, facts);
            requireEqual("username", packet.username(), CloseReason.IDENTITY_REJECTED, facts);
            return changes(packet, facts);
        } catch (IdentityException e) {
            throw new RefusedException(CloseReason.IDENTITY_REJECTED, e.getMessage());
        }
    }

    private void requireEqual(String field, @Nullable String actual, CloseReason otherwise, SessionFacts facts)
            throws IdentityException, RefusedException {
        @Nullable Template required = connect.require().get(field);
        if (required == null) {
            return;
        }
        String value = requireNotEmpty("require." + field, required.render(facts));
        if (!value.equals(actual)) {
            throw new RefusedException(otherwise, field + " is not the one that connect.require asks for");
        }
    }

    private ConnectChanges changes(ConnectPacket packet, SessionFacts facts)
            throws IdentityException, RefusedException {
        boolean hasProperties = packet.version() == MqttVersion.MQTT_5;
        if (!hasProperties && provenByPropertiesOnly) {
            throw new RefusedException(
                    CloseReason.IDENTITY_REJECTED,
                    "connect.userProperties is the only proof of identity and MQTT 3 has no user properties");
        }
        @Nullable String username = render("username", connect.username(), facts);
        byte @Nullable [] secret = password.render(facts);
        requirePasswordWithUser(packet, username, secret);
        return new ConnectChanges(
                clientId(packet, facts),
                username,
                secret,
                hasProperties ? userProperties(facts) : List.of(),
                hasProperties ? reserved : ReservedNames.NONE,
                packet.bridge() && connect.bridges() == Bridges.STRIP);
    }

    private @Nullable String clientId(ConnectPacket packet, SessionFacts facts) throws IdentityException {
        boolean fillsIn = connect.clientId() == null && packet.clientId().isEmpty();
        String field = fillsIn ? "emptyClientId" : "clientId";
        return render(field, fillsIn ? connect.emptyClientId() : connect.clientId(), facts);
    }

    /**
     * What stands in for a name must not be a wildcard of the access rules behind it. Nor
     * must it be empty: a broker gives a name of its own to an empty client id, and mosquitto (2.0.11) takes an empty user
     * name for none, so that the client would be let in as nobody.
     */
    private static @Nullable String render(String field, @Nullable Template template, SessionFacts facts)
            throws IdentityException {
        if (template == null) {
            return null;
        }
        String value = requireNotEmpty(field, MqttText.require(field, template.render(facts)));
        return facts.requireName(field, template, value);
    }

    private static String requireNotEmpty(String field, String value) throws IdentityException {
        if (value.isEmpty()) {
            throw new IdentityException(field + ": empty (expected: at least one character)");
        }
        return value;
    }

    private List<UserProperty> userProperties(SessionFacts facts) throws IdentityException {
        List<UserProperty> properties = new ArrayList<>(connect.userProperties().size());
        for (Map.Entry<String, Template> property : connect.userProperties().entrySet()) {
            String value =
                    MqttText.require(property.getKey(), property.getValue().render(facts));
            properties.add(new UserProperty(property.getKey(), value));
        }
        return properties;
    }

    /** MQTT 3 cannot say a password without a user name (3.1.1 section 3.1.2.9); leaving it out would fail open. */
    private static void requirePasswordWithUser(
            ConnectPacket packet, @Nullable String username, byte @Nullable [] secret) throws RefusedException {
        boolean hasUser = username != null || packet.username() != null;
        if (secret != null && !hasUser && packet.version() != MqttVersion.MQTT_5) {
            throw new RefusedException(
                    CloseReason.IDENTITY_REJECTED, "connect.password without a user name, which MQTT 3 cannot say");
        }
    }

    /** Whether an MQTT 3 client, which has no user properties, would get in with nothing that it has proven. */
    private static boolean isProvenByPropertiesOnly(ConnectConfig connect) {
        Stream<@Nullable Template> others = Stream.concat(
                Stream.of(connect.username(), connect.clientId(), passwordTemplate(connect)),
                connect.require().values().stream());
        return connect.userProperties().values().stream().anyMatch(ConnectPolicy::isProof)
                && others.noneMatch(ConnectPolicy::isProof);
    }

    private static @Nullable Template passwordTemplate(ConnectConfig connect) {
        return connect.password() instanceof PasswordSource.Rendered rendered ? rendered.template() : null;
    }

    private static boolean isProof(@Nullable Template template) {
        return template != null && template.names().stream().anyMatch(SessionFacts::isProof);
    }
}
