package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client sent behind its CONNECT before a backend was there; owns the buffers until they are taken or released.
 *
 * <p>Reading stops with the first of it, so this is one batch, or what the kernel still held when the client closed.
 */
final class Pipelined {

    private List<ByteBuf> buffers = List.of();

    void add(ByteBuf data) {
        if (buffers.isEmpty()) {
            buffers = new ArrayList<>(2);
        }
        buffers.add(data);
    }

    /** Hands the buffers over, in order; the caller owns them. */
    List<ByteBuf> drain() {
        List<ByteBuf> drained = buffers;
        buffers = List.of();
        return drained;
    }

    void release() {
        drain().forEach(ByteBuf::release);
    }
}
