package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * One CONNECT as it came. Who receives it owns the bytes and releases them once, here or in {@code bytes}; the count is
 * the same.
 *
 * @param packet what the CONNECT says
 * @param bytes the packet and nothing else, between reader and writer index
 */
public record ReceivedConnect(ConnectPacket packet, ByteBuf bytes) implements ReferenceCounted {
    @Override
    public int refCnt() {
        return bytes.refCnt();
    }

    @Override
    public ReceivedConnect retain() {
        bytes.retain();
        return this;
    }

    @Override
    public ReceivedConnect retain(int increment) {
        bytes.retain(increment);
        return this;
    }

    @Override
    public ReceivedConnect touch() {
        bytes.touch();
        return this;
    }

    @Override
    public ReceivedConnect touch(@Nullable Object hint) {
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
