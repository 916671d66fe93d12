package io.mqttproxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stands in front of the JDK's TLS engine and refuses what that one would do for a client without limit: renegotiation, and
 * records without data, each of which may be a KeyUpdate and cost an exchange of keys.
 *
 * <p>BoringSSL needs no guard: it never renegotiates and ends a connection after 32 KeyUpdates without data in between.
 * Looks at record headers only (RFC 8446 section 5.1), which are never encrypted. Event loop only.
 */
final class RecordGuard extends ChannelInboundHandlerAdapter {

    /** Records without data that a connection may send in a second; honest clients send a KeyUpdate once in gigabytes. */
    static final int EMPTY_RECORDS_PER_SECOND = 100;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int HEADER_BYTES = 5;

    private final DataCounter data;
    private final LongSupplier nanoClock;
    private int headerBytes;
    private int type;
    private int length;
    private int left;
    private boolean cipherChanged;
    private boolean handshakeSinceThen;
    private int unmatched;
    private int emptyInWindow;
    private long windowStart;
    private boolean refused;

    /**
     * Guards one connection.
     *
     * @param data sits behind the TLS handler
     * @param nanoClock monotonic, in nanoseconds
     */
    RecordGuard(DataCounter data, LongSupplier nanoClock) {
        this.data = data;
        this.nanoClock = nanoClock;
        this.windowStart = nanoClock.getAsLong();
    }

    /** Counts what the engine makes of records; the JDK's makes one buffer of one record. */
    static final class DataCounter extends ChannelInboundHandlerAdapter {

        private int reads;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            reads++;
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (refused) {
                bytes.release();
                return;
            }
            scan(bytes);
        } catch (RefusedRecordException e) {
            refuse(ctx, e);
            bytes.release();
            return;
        }
        data.reads = 0;
        ctx.fireChannelRead(bytes);
        try {
            settle();
        } catch (RefusedRecordException e) {
            refuse(ctx, e);
        }
    }

    private void refuse(ChannelHandlerContext ctx, RefusedRecordException why) {
        refused = true;
        ctx.fireExceptionCaught(why);
    }

    /** Follows the records through buffers that are cut anywhere; does not move the reader index. */
    private void scan(ByteBuf bytes) throws RefusedRecordException {
        int index = bytes.readerIndex();
        while (index < bytes.writerIndex()) {
            if (left == 0) {
                header(bytes.getUnsignedByte(index));
                index++;
            } else {
                int step = Math.min(left, bytes.writerIndex() - index);
                left -= step;
                index += step;
            }
            if (left == 0 && headerBytes == HEADER_BYTES) {
                headerBytes = 0;
                unmatched += type == APPLICATION_DATA ? 1 : 0;
            }
        }
    }

    private void header(int octet) throws RefusedRecordException {
        switch (headerBytes) {
            case 0 -> begin(octet);
            case 3 -> length = octet << Byte.SIZE;
            case 4 -> left = length | octet;
            default -> {} // the version, which says nothing
        }
        headerBytes++;
    }

    /**
     * Behind a client's ChangeCipherSpec comes one handshake record at most: the Finished of TLS 1.2, or the ClientHello
     * that answers a HelloRetryRequest. The next one would be a renegotiation.
     */
    private void begin(int octet) throws RefusedRecordException {
        type = octet;
        if (type == CHANGE_CIPHER_SPEC) {
            cipherChanged = true;
        } else if (type == HANDSHAKE && cipherChanged) {
            if (handshakeSinceThen) {
                throw new RefusedRecordException("renegotiation (expected: none)");
            }
            handshakeSinceThen = true;
        }
    }

    private void settle() throws RefusedRecordException {
        int empty = unmatched - data.reads;
        unmatched = 0;
        if (empty <= 0) {
            return;
        }
        long now = nanoClock.getAsLong();
        if (now - windowStart > TimeUnit.SECONDS.toNanos(1)) {
            windowStart = now;
            emptyInWindow = 0;
        }
        emptyInWindow += empty;
        if (emptyInWindow > EMPTY_RECORDS_PER_SECOND) {
            throw new RefusedRecordException(emptyInWindow + " records without data in a second (expected: at most "
                    + EMPTY_RECORDS_PER_SECOND + ")");
        }
    }
}
