package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PipelinedTest {

    @Test
    void handsBuffersOverInTheirOrderAndOnce() {
        // given
        ByteBuf first = Unpooled.copiedBuffer(new byte[] {1});
        ByteBuf second = Unpooled.copiedBuffer(new byte[] {2});
        Pipelined pipelined = new Pipelined();
        pipelined.add(first);
        pipelined.add(second);

        // then
        assertThat(pipelined.drain()).containsExactly(first, second);
        assertThat(pipelined.drain()).isEmpty();
        first.release();
        second.release();
    }

    @Test
    void releasesWhatNobodyTook() {
        // given
        ByteBuf waiting = Unpooled.copiedBuffer(new byte[] {1});
        Pipelined pipelined = new Pipelined();
        pipelined.add(waiting);

        // when
        pipelined.release();

        // then
        assertThat(waiting.refCnt()).isZero();
    }

    @Test
    void leavesAloneWhatWasHandedOver() {
        // given
        ByteBuf taken = Unpooled.copiedBuffer(new byte[] {1});
        Pipelined pipelined = new Pipelined();
        pipelined.add(taken);
        pipelined.drain();

        // when
        pipelined.release();

        // then
        assertThat(taken.refCnt()).isEqualTo(1);
        taken.release();
    }
}
