package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Records counted and judged by their headers, however they are cut. */
class RecordGuardTest {

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private final AtomicLong clock = new AtomicLong(1);
    private final RecordGuard.DataCounter data = new RecordGuard.DataCounter();

    /** In place of an engine: swallows what is no data, and makes one buffer of each record that is. */
    private static final class Engine extends ChannelInboundHandlerAdapter {
        private int dataRecords;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            for (int i = 0; i < dataRecords; i++) {
                ctx.fireChannelRead(Unpooled.EMPTY_BUFFER);
            }
        }
    }

    private final Engine engine = new Engine();
    private final EmbeddedChannel channel = new EmbeddedChannel(new RecordGuard(data, clock::get), engine, data);

    @Test
    void letsTheHandshakesOfBothVersionsThroughAtEverySplit() {
        byte[] tls12 = records(HANDSHAKE, HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, APPLICATION_DATA);
        byte[] retried = records(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, APPLICATION_DATA, APPLICATION_DATA);

        for (byte[] flight : new byte[][] {tls12, retried}) {
            for (int split = 0; split <= flight.length; split++) {
                EmbeddedChannel fresh =
                        new EmbeddedChannel(new RecordGuard(new RecordGuard.DataCounter(), clock::get), new Engine());
                fresh.writeInbound(Unpooled.copiedBuffer(flight, 0, split));
                fresh.writeInbound(Unpooled.copiedBuffer(flight, split, flight.length - split));
                fresh.checkException();
                fresh.finishAndReleaseAll();
            }
        }
    }

    @Test
    void refusesTheHandshakeRecordThatWouldRenegotiateAndDropsWhatFollows() {
        // given
        channel.writeInbound(bytes(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, APPLICATION_DATA));
        ByteBuf late = bytes(APPLICATION_DATA);

        // when
        assertThatThrownBy(() -> channel.writeInbound(bytes(HANDSHAKE)))
                .isInstanceOf(RefusedRecordException.class)
                .hasMessage("renegotiation (expected: none)");

        // then
        channel.writeInbound(late);
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void refusesTheHundredAndFirstRecordWithoutDataInASecond() {
        // given
        for (int i = 0; i < RecordGuard.EMPTY_RECORDS_PER_SECOND; i++) {
            channel.writeInbound(bytes(APPLICATION_DATA));
        }

        // when, then
        assertThatThrownBy(() -> channel.writeInbound(bytes(APPLICATION_DATA)))
                .isInstanceOf(RefusedRecordException.class)
                .hasMessage("101 records without data in a second (expected: at most 100)");
    }

    @Test
    void countsThemAfreshInTheNextSecond() {
        for (int second = 0; second < 5; second++) {
            for (int i = 0; i < RecordGuard.EMPTY_RECORDS_PER_SECOND; i++) {
                channel.writeInbound(bytes(APPLICATION_DATA));
            }
            clock.addAndGet(Duration.ofMillis(1_001).toNanos());
        }
        channel.checkException();
    }

    @Test
    void doesNotCountRecordsThatHadData() {
        engine.dataRecords = 3;

        for (int i = 0; i < 1_000; i++) {
            channel.writeInbound(bytes(APPLICATION_DATA, APPLICATION_DATA, APPLICATION_DATA));
        }
        channel.checkException();
    }

    @Test
    void doesNotLetAFewDataRecordsHideAFlood() {
        engine.dataRecords = 1;

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 60; i++) {
                        channel.writeInbound(bytes(APPLICATION_DATA, APPLICATION_DATA, APPLICATION_DATA));
                    }
                })
                .isInstanceOf(RefusedRecordException.class)
                .hasMessageContaining("records without data");
    }

    private static ByteBuf bytes(int... types) {
        return Unpooled.wrappedBuffer(records(types));
    }

    private static byte[] records(int... types) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int type : types) {
            out.write(type);
            out.write(3); // version, major
            out.write(3); // version, minor
            out.write(1); // length, high
            out.write(2); // length, low
            out.writeBytes(new byte[0x102]);
        }
        return out.toByteArray();
    }
}
