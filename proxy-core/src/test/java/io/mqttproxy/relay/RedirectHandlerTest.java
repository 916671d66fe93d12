package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.mqtt.AnswerLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectHandlerTest {

    private static final String PUBLISH = "300400017478";
    private static final String DISCONNECT = "e0089c061c0003613a31"; // Server Reference a:1

    private static final Redirects RENAMES = new Redirects(Map.of("a:1", "public:8883", "b:1", "other:8883"), false);
    private static final Redirects STRIPS = new Redirects(Map.of(), false);

    @Test
    void rewritesTheDisconnectWhereverTheBytesAreSplit() {
        byte[] stream = ByteBufUtil.decodeHexDump(PUBLISH + PUBLISH + DISCONNECT);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertThat(passed(RENAMES, slices(stream, first, second)))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(PUBLISH + PUBLISH + "e0109c0e1c000b" + hex("public:8883"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // two references, one of them without a public name
        "e00c9c0a1c0007613a3120633a31, e0109c0e1c000b7075626c69633a38383833",
        // none with a public name
        "e0089c061c0003633a31, e0029c00",
        // none at all
        "e0019c, e0019c",
        "e000, e000",
        "e0029c00, e0029c00",
        // another reason, and a Reason String
        "e006870419000178, ''",
        "e00687041f000178, e00687041f000178",
    })
    void tellsPublicNamesAndNoOthers(String disconnect, String told) {
        assertThat(passed(RENAMES, ByteBufUtil.decodeHexDump(disconnect))).isEqualTo(told);
    }

    @Test
    void leavesTheReferenceOutWhereNoNamesAreTold() {
        assertThat(passed(STRIPS, ByteBufUtil.decodeHexDump(PUBLISH + DISCONNECT)))
                .isEqualTo(PUBLISH + "e0029c00");
    }

    @Test
    void letsNothingPassBehindTheDisconnect() {
        assertThat(passed(STRIPS, ByteBufUtil.decodeHexDump(DISCONNECT + PUBLISH), ByteBufUtil.decodeHexDump(PUBLISH)))
                .isEqualTo("e0029c00");
    }

    @Test
    void doesNotTouchWhatOnlyLooksLikeADisconnect() {
        // given a PUBLISH whose payload is one
        String publish = "300d000174" + DISCONNECT;

        assertThat(passed(STRIPS, ByteBufUtil.decodeHexDump(publish))).isEqualTo(publish);
    }

    @Test
    void letsPassWhatIsNoMqtt() {
        assertThat(passed(STRIPS, ByteBufUtil.decodeHexDump(PUBLISH + "00e0089c"), ByteBufUtil.decodeHexDump("0102")))
                .isEqualTo(PUBLISH + "00e0089c0102");
    }

    @ParameterizedTest
    @CsvSource({
        // a length of five bytes
        "e0ffffffff01, a DISCONNECT that cannot be read",
        // 65,537 bytes
        "e0818004, a DISCONNECT that cannot be read",
        // a text beyond its block
        "e0089c061c0004613a31, server reference",
    })
    void endsTheConnectionForADisconnectThatCannotBeRead(String disconnect, String detail) {
        // given
        EmbeddedChannel channel = new EmbeddedChannel();
        Session session = TestClient.session(new EmbeddedChannel());
        channel.pipeline().addLast(new RedirectHandler(session, STRIPS, AnswerLimits.NONE));

        // when
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(disconnect)));

        // then
        assertThat(session.reason()).isEqualTo(CloseReason.BACKEND_PROTOCOL);
        assertThat(session.detail()).startsWith(detail);
        assertThat(channel.<ByteBuf>readInbound()).isNull();
        assertThat(channel.finish()).isFalse();
    }

    private static String passed(Redirects redirects, byte[]... pieces) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Session session = TestClient.session(new EmbeddedChannel());
        channel.pipeline().addLast(new RedirectHandler(session, redirects, AnswerLimits.NONE));
        for (byte[] piece : pieces) {
            channel.writeInbound(Unpooled.wrappedBuffer(piece));
        }
        StringBuilder passed = new StringBuilder();
        for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
            passed.append(ByteBufUtil.hexDump(next));
            next.release();
        }
        assertThat(channel.finish()).isFalse();
        return passed.toString();
    }

    private static byte[][] slices(byte[] stream, int first, int second) {
        return new byte[][] {
            Arrays.copyOf(stream, first),
            Arrays.copyOfRange(stream, first, second),
            Arrays.copyOfRange(stream, second, stream.length),
        };
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }
}
