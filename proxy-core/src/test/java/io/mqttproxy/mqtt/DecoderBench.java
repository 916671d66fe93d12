package io.mqttproxy.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;

/** Runs one decoder after the other in a channel that stays: making a channel costs more than the decoding. */
final class DecoderBench {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    EmbeddedChannel channel() {
        return channel;
    }

    /**
     * Gives all bytes at once to a decoder that is in no channel yet and returns the first message that it fires, or null.
     * Throws what it throws.
     */
    @Nullable Object firstMessage(ChannelHandler decoder, byte[] bytes) {
        channel.pipeline().addLast(decoder);
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            return channel.readInbound();
        } finally {
            if (channel.pipeline().context(decoder) != null) {
                channel.pipeline().remove(decoder);
            }
            channel.releaseInbound();
            channel.releaseOutbound();
        }
    }
}
