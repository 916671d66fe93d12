package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The CONNECT that a backend gets; who has it owns its bytes.
 *
 * @param bytes the packet and nothing else
 * @param assignedClientId the client identifier that was put in place of an empty one and that the client has to be told
 *     with the CONNACK (MQTT 5 section 3.2.2.3.7), or null
 */
record BackendConnect(ByteBuf bytes, @Nullable String assignedClientId) {}
