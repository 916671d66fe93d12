package io.mqttproxy.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a reader of CONNECT packets can say about one. Two readers agree when these are equal, so what is optional has
 * the value that the specification gives it when it is missing; of packets before MQTT 5 that is everything which only
 * MQTT 5 has. Binary data is text of ISO 8859-1, one character a byte.
 *
 * @param level 3, 4 or 5, without the bridge bit: most readers do not know it
 * @param clientId empty when the client leaves it to the server
 */
record ConnectFacts(
        int level,
        boolean cleanStart,
        int keepAlive,
        String clientId,
        @Nullable String username,
        @Nullable String password,
        @Nullable WillFacts will,
        Properties properties) {

    /** The largest packet there is: 5 bytes of fixed header, 268,435,455 behind it. A larger limit is none. */
    static final long NO_PACKET_LIMIT = 268_435_460L;

    /** Of a will without a Message Expiry Interval. */
    static final long NEVER = -1;

    /**
     * Section 3.1.2.11.
     *
     * @param sessionExpiry seconds
     * @param maximumPacketSize bytes, {@link #NO_PACKET_LIMIT} at most
     * @param user in the order of the packet
     */
    record Properties(
            long sessionExpiry,
            int receiveMaximum,
            long maximumPacketSize,
            int topicAliasMaximum,
            boolean responseInformation,
            boolean problemInformation,
            @Nullable String authenticationMethod,
            @Nullable String authenticationData,
            List<Map.Entry<String, String>> user) {
        static final Properties NONE =
                new Properties(0, 0xFFFF, NO_PACKET_LIMIT, 0, false, true, null, null, List.of());

        Properties withUser(List<Map.Entry<String, String>> other) {
            return new Properties(
                    sessionExpiry,
                    receiveMaximum,
                    maximumPacketSize,
                    topicAliasMaximum,
                    responseInformation,
                    problemInformation,
                    authenticationMethod,
                    authenticationData,
                    other);
        }
    }

    record WillFacts(String topic, String payload, int qos, boolean retain, WillProperties properties) {}

    /**
     * Section 3.1.3.2.
     *
     * @param delay seconds
     * @param expiry seconds, or {@link #NEVER}
     */
    record WillProperties(
            long delay,
            long expiry,
            boolean utf8,
            @Nullable String contentType,
            @Nullable String responseTopic,
            @Nullable String correlationData,
            List<Map.Entry<String, String>> user) {
        static final WillProperties NONE = new WillProperties(0, NEVER, false, null, null, null, List.of());
    }

    /** What the packet has to say once these changes are made to it. */
    ConnectFacts with(ConnectChanges changes) {
        List<Map.Entry<String, String>> user = new ArrayList<>(properties.user());
        if (level == 5) {
            user.removeIf(property -> changes.reservedNames().contains(property.getKey()));
            changes.userProperties().forEach(property -> user.add(Map.entry(property.name(), property.value())));
        }
        byte[] changedPassword = changes.password();
        return new ConnectFacts(
                level,
                cleanStart,
                keepAlive,
                changes.clientId() == null ? clientId : changes.clientId(),
                changes.username() == null ? username : changes.username(),
                changedPassword == null ? password : binary(changedPassword),
                will,
                properties.withUser(user));
    }

    static String binary(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static @Nullable String binaryOrNull(byte @Nullable [] bytes) {
        return bytes == null ? null : binary(bytes);
    }
}
