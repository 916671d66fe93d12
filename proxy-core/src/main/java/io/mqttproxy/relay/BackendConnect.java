package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The CONNECT that a backend gets; who has it owns its bytes.
 *
 * @param bytes the packet and nothing else
 * @param assignedClientId the client identifier that was put in place of an empty one and that the client has to be told
 *     with the CONNACK (MQTT 5 section 3.2.2.3.7), or null
 * @param keyHash see {@link BackendLink}
 * @param follow goes elsewhere when the backend says so; null = the client does
 */
record BackendConnect(
        ByteBuf bytes,
        @Nullable String assignedClientId,
        long keyHash,
        @Nullable FollowedRedirect follow) {

    /** One whose client goes elsewhere itself. */
    BackendConnect(ByteBuf bytes, @Nullable String assignedClientId, long keyHash) {
        this(bytes, assignedClientId, keyHash, null);
    }

    /** Gives everything back, because it is not going to be sent. */
    void release() {
        bytes.release();
        if (follow != null) {
            follow.release();
        }
    }

    /** The same with somebody who goes. */
    BackendConnect following(FollowedRedirect redirect) {
        return new BackendConnect(bytes, assignedClientId, keyHash, redirect);
    }
}
