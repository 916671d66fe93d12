package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header with which a connection has to begin, of version 1 or 2, whichever came (section 2.2). Whether there is
 * one is never guessed: whoever asks has been configured to expect it.
 *
 * <p>What cannot become a header any more is refused with its first wrong byte, and a length above the bound as soon as it
 * is known. Waiting is bounded in bytes only: the time limit is the caller's. Pure, and safe to use from every thread.
 */
public final class ProxyHeaderParser {
    private ProxyHeaderParser() {}

    /**
     * Reads one header, once it is there as a whole.
     *
     * @param in what came so far; the reader index moves behind the header, and only when there is one
     * @return null when more bytes are needed
     * @throws MalformedHeaderException when this is no header, or a broken one; the reader index has not moved
     */
    public static @Nullable InboundHeader parse(ByteBuf in) throws MalformedHeaderException {
        if (!in.isReadable()) {
            return null;
        }
        return in.getByte(in.readerIndex()) == BinaryHeader.SIGNATURE[0]
                ? BinaryHeader.parse(in)
                : LineHeader.parse(in);
    }

    /**
     * Compares as far as the bytes go.
     *
     * @return whether the beginning is there as a whole
     * @throws MalformedHeaderException at the first byte that differs
     */
    static boolean begins(ByteBuf in, byte[] beginning) throws MalformedHeaderException {
        int length = Math.min(beginning.length, in.readableBytes());
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != beginning[i]) {
                throw new MalformedHeaderException("no PROXY header: byte " + i
                        + " differs (expected: one of version 1 or 2, which the load balancer in front has to send)");
            }
        }
        return length == beginning.length;
    }
}
