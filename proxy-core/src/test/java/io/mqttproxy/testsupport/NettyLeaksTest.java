package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

class NettyLeaksTest {

    @Test
    void isRegisteredByItselfAndLooksAtEveryBuffer(NettyLeaks leaks) {
        assertThat(leaks).isNotNull();
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void reportsABufferThatNobodyReleased(NettyLeaks leaks) {
        leak();

        assertThatThrownBy(() -> leaks.check("SomeTest"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("SomeTest leaked 1: ByteBuf")
                .hasMessageContaining("NettyLeaksTest.leak");
    }

    @Test
    void saysNothingOfABufferThatWasReleased(NettyLeaks leaks) {
        ByteBufAllocator.DEFAULT.directBuffer(16).release();

        assertThatCode(() -> leaks.check("SomeTest")).doesNotThrowAnyException();
    }

    /** A method of its own, so that no local variable keeps the buffer alive. */
    private static void leak() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }
}
