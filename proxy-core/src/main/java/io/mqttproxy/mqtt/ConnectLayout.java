package io.mqttproxy.mqtt;

/**
 * Where the parts of a CONNECT begin, counted from its first byte; each part ends where the next one begins. This is
 * what lets {@link ConnectRewriter} copy the parts that stay as they are.
 *
 * @param protocolName behind the fixed header
 * @param level the Protocol Version byte; flags and keep alive follow it
 * @param properties the properties behind their length; before MQTT 5 the same as {@code clientId}
 * @param clientId the length of the client identifier
 * @param will the will properties or will topic; the same as {@code username} when there is no will
 * @param willPayload the length of the will payload; the same as {@code username} when there is no will
 * @param username the length of the user name; the same as {@code password} when there is none
 * @param password the length of the password; the end of the packet when there is none
 */
record ConnectLayout(
        int protocolName,
        int level,
        int properties,
        int clientId,
        int will,
        int willPayload,
        int username,
        int password) {}
