package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * The CONNACK of a backend as it came. Who receives it owns the bytes and releases them once, here or in {@code bytes};
 * the count is the same.
 *
 * @param code return code of MQTT 3 or reason code of MQTT 5, 0 when the backend accepts
 * @param sessionPresent whether the backend kept the client's session
 * @param serverKeepAlive seconds by which the backend overrules the client's keep alive (section 3.2.2.3.14), or -1
 * @param assignedClientId the client identifier that the backend made up (section 3.2.2.3.7), or null
 * @param bytes the packet and nothing else, between reader and writer index
 */
public record ReceivedConnack(
        int code,
        boolean sessionPresent,
        int serverKeepAlive,
        @Nullable String assignedClientId,
        ByteBuf bytes) implements ReferenceCounted {

    /** Whether the backend took the client. */
    public boolean accepted() {
        return code == 0;
    }

    @Override
    public int refCnt() {
        return bytes.refCnt();
    }

    @Override
    public ReceivedConnack retain() {
        bytes.retain();
        return this;
    }

    @Override
    public ReceivedConnack retain(int increment) {
        bytes.retain(increment);
        return this;
    }

    @Override
    public ReceivedConnack touch() {
        bytes.touch();
        return this;
    }

    @Override
    public ReceivedConnack touch(@Nullable Object hint) {
        bytes.touch(hint);
        return this;
    }

    @Override
    public boolean release() {
        return bytes.release();
    }

    @Override
    public boolean release(int decrement) {
        return bytes.release(decrement);
    }
}
