package io.mqttproxy.config;

/**
 * The longest that fields of a CONNECT may be, in bytes, without the two bytes that say how long they are.
 *
 * @param clientId of the client identifier
 * @param username of the user name
 * @param password of the password
 * @param will of the will's payload
 */
public record FieldSizes(int clientId, int username, int password, int will) {
    /** As long as MQTT can say (MQTT 5 section 1.5.4). */
    public static final int ANY = 65_535;

    /** Whatever the client sends. */
    public static final FieldSizes UNLIMITED = new FieldSizes(ANY, ANY, ANY, ANY);
}
