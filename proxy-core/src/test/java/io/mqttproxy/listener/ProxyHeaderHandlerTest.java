package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However TCP cuts header and what follows, the next handler gets what follows and nothing else. */
class ProxyHeaderHandlerTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.1", 40000);
    private static final InetSocketAddress LISTENER = new InetSocketAddress("10.0.0.2", 8883);
    private static final byte[] REST = "what the client says".getBytes(StandardCharsets.US_ASCII);

    private int introduced;

    static Stream<byte[]> headers() {
        return Stream.of(
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of()
                        .parseHex(
                                "0d0a0d0a000d0a515549540a" // signature
                                        + "21" // version 2, PROXY
                                        + "11" // TCP over IPv4
                                        + "0010" // length
                                        + "c0000201" // source address
                                        + "c6336407" // destination address
                                        + "dc04" // source port
                                        + "22b3" // destination port
                                        + "e4000161")); // a custom field
    }

    @ParameterizedTest
    @MethodSource("headers")
    void passesOnWhatFollowsAtEverySplitPoint(byte[] header) {
        byte[] all = Arrays.copyOf(header, header.length + REST.length);
        System.arraycopy(REST, 0, all, header.length, REST.length);
        for (int split = 0; split <= all.length; split++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            Session session = session(channel);
            introduced = 0;
            channel.pipeline().addLast(new ProxyHeaderHandler(session, known -> introduced++));

            send(channel, Arrays.copyOfRange(all, 0, split));
            send(channel, Arrays.copyOfRange(all, split, all.length));

            assertThat(received(channel)).as("split at %d", split).isEqualTo(REST);
            assertThat(introduced).isEqualTo(1);
            assertThat(session.clientAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 56324));
            assertThat(channel.pipeline().get(ProxyHeaderHandler.class)).isNull();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void dropsWhatFollowsForAClientThatMayNotComeIn() {
        headers().forEach(header -> {
            EmbeddedChannel channel = refusing(session -> session.cut(CloseReason.LIMIT_SOURCE));
            byte[] both = Arrays.copyOf(header, header.length + 3);

            send(channel, both);
            channel.finish();

            assertThat(received(channel)).isEmpty();
        });
    }

    @Test
    void dropsEverythingBehindABrokenHeader() {
        EmbeddedChannel channel = refusing(session -> {});

        send(channel, "PROXY TCP9 and so on\r\nand more".getBytes(StandardCharsets.US_ASCII));
        channel.finish();

        assertThat(received(channel)).isEmpty();
    }

    @Test
    void releasesAHeaderThatNeverBecameWhole() {
        EmbeddedChannel channel = refusing(session -> {});

        send(channel, "PROXY TCP4 192".getBytes(StandardCharsets.US_ASCII));
        channel.finish();

        // what is left goes to nobody: the leak detector has the last word
        assertThat(channel.isOpen()).isFalse();
        channel.releaseInbound();
    }

    private static EmbeddedChannel refusing(Consumer<Session> introduced) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(new ProxyHeaderHandler(session(channel), introduced));
        return channel;
    }

    private static Session session(EmbeddedChannel channel) {
        return new Session("1", "mqtts", channel, PEER, LISTENER);
    }

    private static void send(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(ByteBufAllocator.DEFAULT.buffer().writeBytes(bytes));
    }

    private static byte[] received(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (@Nullable ByteBuf data = channel.readInbound(); data != null; data = channel.readInbound()) {
            all.writeBytes(ByteBufUtil.getBytes(data));
            data.release();
        }
        return all.toByteArray();
    }
}
