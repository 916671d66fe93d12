package io.mqttproxy.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BrokerPreambleTest {

    private static final String PROXY_HEADER = "0D0A0D0A000D0A515549540A" // signature
            + "21" // version 2, PROXY
            + "11" // TCP over IPv4
            + "000F" // length
            + "7F0000017F000001" // addresses
            + "C350075B" // ports
            + "040000"; // NOOP
    private static final String CONNECT = "100C00044D5154540402003C0000";
    private static final String PUBLISH = "30050003612F62";

    private static byte[] bytes(String hex) {
        return ByteBufUtil.decodeHexDump(hex);
    }

    private static String answer(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.hexDump(all).toUpperCase(Locale.ROOT);
    }

    @Test
    void answersAConnectAndEchoesTheRestWhereverTheBytesAreSplit() {
        for (String header : new String[] {"", PROXY_HEADER}) {
            byte[] all = bytes(header + CONNECT + PUBLISH);
            for (int split = 0; split <= all.length; split++) {
                EmbeddedChannel channel = new EmbeddedChannel(new BrokerPreamble());

                channel.writeInbound(Unpooled.copiedBuffer(all, 0, split));
                channel.writeInbound(Unpooled.copiedBuffer(all, split, all.length - split));

                assertThat(answer(channel)).as("split at %d", split).isEqualTo("20020000" + PUBLISH);
                channel.finishAndReleaseAll();
            }
        }
    }

    @Test
    void closesWhenItIsSpokenToInAnotherLanguage() {
        EmbeddedChannel channel = new EmbeddedChannel(new BrokerPreamble());

        channel.writeInbound(Unpooled.copiedBuffer(bytes("160301")));

        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }
}
