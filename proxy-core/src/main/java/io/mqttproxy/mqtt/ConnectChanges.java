package io.mqttproxy.mqtt;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ConnectRewriter} is to change in a CONNECT. Null keeps what the client sent.
 *
 * @param clientId the new client identifier, or null
 * @param username the new user name, or null
 * @param password the new password, or null; the record neither copies nor changes it and never prints it
 * @param userProperties appended behind the client's own, in this order; before MQTT 5 there is no place for them and
 *     they are left out
 * @param reservedNames the client's own User Properties with one of these names are dropped, so that it cannot forge
 *     ours
 * @param stripBridgeBit whether 0x80 of the protocol level is cleared
 */
public record ConnectChanges(
        @Nullable String clientId,
        @Nullable String username,
        @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] password,
        List<UserProperty> userProperties,
        ReservedNames reservedNames,
        boolean stripBridgeBit) {

    /** Changes nothing. */
    public static final ConnectChanges NONE =
            new ConnectChanges(null, null, null, List.of(), ReservedNames.NONE, false);

    /**
     * Checks all values, so that no template can make a packet that a broker would read differently.
     *
     * @throws IllegalArgumentException when a value is longer than 65,535 bytes or text has characters that the proxy
     *     refuses from clients too
     */
    public ConnectChanges(
            @Nullable String clientId,
            @Nullable String username,
            byte @Nullable [] password,
            List<UserProperty> userProperties,
            ReservedNames reservedNames,
            boolean stripBridgeBit) {
        if (clientId != null) {
            MqttText.require("clientId", clientId);
        }
        if (username != null) {
            MqttText.require("username", username);
        }
        if (password != null) {
            MqttText.requireLength("password", password.length);
        }
        this.clientId = clientId;
        this.username = username;
        this.password = password;
        this.userProperties = List.copyOf(userProperties);
        this.reservedNames = reservedNames;
        this.stripBridgeBit = stripBridgeBit;
    }

    /** Whether no CONNECT at all would be changed. */
    public boolean none() {
        return clientId == null
                && username == null
                && password == null
                && userProperties.isEmpty()
                && reservedNames.isEmpty()
                && !stripBridgeBit;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectChanges that
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(username, that.username)
                && Arrays.equals(password, that.password)
                && userProperties.equals(that.userProperties)
                && reservedNames.equals(that.reservedNames)
                && stripBridgeBit == that.stripBridgeBit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                clientId, username, Arrays.hashCode(password), userProperties, reservedNames, stripBridgeBit);
    }

    @Override
    public String toString() {
        return "ConnectChanges[clientId=" + clientId + ", username=" + username + ", password="
                + (password == null ? "null" : "***") + ", userProperties=" + userProperties + ", reservedNames="
                + reservedNames + ", stripBridgeBit=" + stripBridgeBit + ']';
    }
}
