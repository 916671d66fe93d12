package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new PlainRequest());

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /api/v1/bans HTTP/1.1\r\n", "PRI * HTTP/2.0"})
    void httpIsAnsweredOnceAndTheConnectionCloses(String request) {
        // when
        channel.writeInbound(bytes(request));
        channel.runPendingTasks();

        // then
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.toString(StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("\r\n\r\nthis port speaks TLS (expected: https://)\n")
                .contains("content-length: 42\r\n", "connection: close\r\n");
        answer.release();
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x16, 0x15, 0x00, 0x80, 0xFF, '@', '[', 'a'})
    void everythingElseIsForTls(int first) {
        // given
        ByteBuf hello = Unpooled.wrappedBuffer(new byte[] {(byte) first, 3, 1});

        // when
        channel.writeInbound(hello, Unpooled.wrappedBuffer(new byte[] {'G'}));

        // then
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(hello);
        assertThat(channel.<ByteBuf>readInbound().readByte()).isEqualTo((byte) 'G');
        assertThat(channel.pipeline().get(PlainRequest.class)).isNull();
        assertThat(channel.isOpen()).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingDecidesNothing() {
        channel.writeInbound(Unpooled.EMPTY_BUFFER);

        assertThat(channel.pipeline().get(PlainRequest.class)).isNotNull();
        channel.finishAndReleaseAll();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
