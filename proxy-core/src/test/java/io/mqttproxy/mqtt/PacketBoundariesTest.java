package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketBoundariesTest {
    private final PacketBoundaries boundaries = PacketBoundaries.fromBackend();

    @Test
    void startsAtABoundary() {
        assertThat(boundaries.atBoundary()).isTrue();
    }

    @Test
    void knowsTheBoundariesWhereverTheBytesAreSplit() {
        byte[] stream = Wire.bytes("""
            20 03 00 00 00          // CONNACK
            D0 00                   // PINGRESP
            30 8101 0001 't' 00*126 // PUBLISH of 129 bytes
            90 03 0001 00           // SUBACK
            """);
        BitSet expected = BitSet.valueOf(new long[0]);
        for (int at : new int[] {0, 5, 7, 139, 144}) {
            expected.set(at);
        }
        assertThat(stream).hasSize(144);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                PacketBoundaries split = PacketBoundaries.fromBackend();
                split.advance(slice(stream, 0, first));
                assertThat(split.atBoundary()).as("at %d", first).isEqualTo(expected.get(first));
                split.advance(slice(stream, first, second));
                assertThat(split.atBoundary()).as("at %d", second).isEqualTo(expected.get(second));
                split.advance(slice(stream, second, stream.length));
                assertThat(split.atBoundary()).isTrue();
            }
        }
    }

    @Test
    void countsEachPacketOnceWhereverTheBytesAreSplit() {
        byte[] stream = Wire.bytes("""
            D0 00                   // PINGRESP
            30 8101 0001 't' 00*126 // PUBLISH of 129 bytes
            3D 04 0001 't' 02       // PUBLISH with flags
            90 03 0001 00           // SUBACK
            """);
        for (int first = 0; first <= stream.length; first++) {
            PacketBoundaries split = PacketBoundaries.fromBackend();
            PacketTally tally = new PacketTally();
            split.count(tally);
            split.advance(slice(stream, 0, first));
            split.advance(slice(stream, first, stream.length));
            long[] counts = IntStream.range(0, 16).mapToLong(tally::count).toArray();
            assertThat(counts).as("split at %d", first).containsExactly(0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
        }
    }

    @Test
    void countsNeitherWhatIsForbiddenNorWhatIsBehindIt() {
        // given
        PacketBoundaries fromClient = PacketBoundaries.fromClient();
        PacketTally tally = new PacketTally();
        fromClient.count(tally);

        // when
        fromClient.advance(Unpooled.wrappedBuffer(Wire.bytes("""
            C0 00                   // PINGREQ
            10 00                   // a second CONNECT
            C0 00                   // PINGREQ
            """)));

        // then
        assertThat(tally.count(0x0C)).isEqualTo(1);
        assertThat(tally.count(0x01)).isZero();
    }

    @Test
    void countsFromTheNextPacketOn() {
        // given half a PUBLISH
        boundaries.advance(Unpooled.wrappedBuffer(Wire.bytes("30 04 0001")));
        PacketTally tally = new PacketTally();

        // when
        boundaries.count(tally);
        boundaries.advance(Unpooled.wrappedBuffer(Wire.bytes("'t' 01 D0 00")));

        // then
        assertThat(tally.count(0x03)).isZero();
        assertThat(tally.count(0x0D)).isEqualTo(1);
    }

    @Test
    void finishesThePacketThatIsOnItsWayAndNoOther() {
        byte[] stream = Wire.bytes("""
            D0 00                   // PINGRESP
            30 8101 0001 't' 00*126 // PUBLISH of 129 bytes
            90 03 0001 00           // SUBACK
            """);
        int[] ends = {0, 2, 134, 139};
        for (int first = 0; first <= stream.length; first++) {
            int from = first;
            int end = IntStream.of(ends).filter(at -> at >= from).findFirst().orElseThrow();
            for (int second = first; second <= stream.length; second++) {
                PacketBoundaries split = PacketBoundaries.fromBackend();
                split.advance(slice(stream, 0, first));
                int finished = split.finish(slice(stream, first, second));
                finished += split.finish(slice(stream, first + finished, stream.length));
                assertThat(first + finished).as("at %d, then %d", first, second).isEqualTo(end);
                assertThat(split.atBoundary()).isTrue();
            }
        }
    }

    @Test
    void finishesNothingThatIsNoPacketAnyMore() {
        boundaries.advance(Wire.buffer("00 00")); // the reserved type
        assertThat(boundaries.finish(Wire.buffer("30 00 30"))).isEqualTo(3);
        assertThat(boundaries.atBoundary()).isFalse();
    }

    @Test
    void agreesWithACopyingReferenceOnRandomStreams() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            ByteBuf stream = Unpooled.buffer();
            BitSet expected = new BitSet();
            expected.set(0);
            for (int packet = random.nextInt(1, 20); packet > 0; packet--) {
                int length = random.nextInt(1 << random.nextInt(1, 18));
                stream.writeByte(random.nextInt(1, 16) << 4 | random.nextInt(16));
                VariableByteInteger.write(stream, length);
                byte[] body = new byte[length];
                random.nextBytes(body);
                stream.writeBytes(body);
                expected.set(stream.writerIndex());
            }
            PacketBoundaries tracker = PacketBoundaries.fromBackend();
            while (stream.isReadable()) {
                int step = Math.min(random.nextInt(1 << random.nextInt(1, 16)), stream.readableBytes());
                tracker.advance(stream.readSlice(step));
                assertThat(tracker.atBoundary()).isEqualTo(expected.get(stream.readerIndex()));
            }
        }
    }

    @Test
    void knowsThatTheLatestPacketIsADisconnectFromItsFirstByteOn() {
        boundaries.advance(Wire.buffer("30 03 0001 't'"));
        assertThat(boundaries.saidDisconnect()).isFalse();
        boundaries.advance(Wire.buffer("E0"));
        assertThat(boundaries.saidDisconnect()).isTrue();
        boundaries.advance(Wire.buffer("02 8E 00"));
        assertThat(boundaries.saidDisconnect()).isTrue();
        boundaries.advance(Wire.buffer("D0 00"));
        assertThat(boundaries.saidDisconnect()).isFalse();
    }

    @Test
    void stopsInFrontOfADisconnectForThoseWhoWantToSeeIt() {
        // given a PUBLISH whose payload looks like one
        PacketBoundaries stopping = PacketBoundaries.fromBackendToDisconnect();

        // then
        assertThat(stopping.advance(Wire.buffer("30 05 0001 't' E0 00 E0 02 9C 00")))
                .isEqualTo(7);
        assertThat(stopping.saidDisconnect()).isTrue();
        assertThat(stopping.atBoundary()).isFalse();
        assertThat(stopping.advance(Wire.buffer("E0 02 9C 00"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "E0, -1",
        "E000, 2",
        "E002, 4",
        "E080, -1",
        "E08001, 131",
        "E0FFFFFF7F, 268435460",
        "E0FFFFFFFF, -2",
        "E08000, -2"
    })
    void readsTheLengthOfOnePacket(String bytes, int length) {
        assertThat(PacketBoundaries.lengthOfFirst(Wire.buffer(bytes))).isEqualTo(length);
    }

    @Test
    void skipsTheLargestPacketInNoTime() {
        boundaries.advance(Wire.buffer("30 FFFFFF7F"));
        ByteBuf mebibyte = Unpooled.wrappedBuffer(new byte[1 << 20]);
        for (int i = 0; i < 255; i++) {
            boundaries.advance(mebibyte);
        }
        assertThat(boundaries.atBoundary()).isFalse();
        boundaries.advance(mebibyte.slice(0, (1 << 20) - 1));
        assertThat(boundaries.atBoundary()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 80808080", // a length of five bytes
                "30 8000", // a length that is not minimal
                "00 00" // the reserved packet type
            })
    void doesNotKnowAnythingAnyMoreAfterAMalformedHeader(String wire) {
        boundaries.advance(Wire.buffer(wire));
        boundaries.advance(Wire.buffer("D0 00"));
        assertThat(boundaries.atBoundary()).isFalse();
    }

    @Test
    void findsASecondConnectOfAClientWhereverTheBytesAreSplit() {
        byte[] stream = Wire.bytes("""
            C0 00                   // PINGREQ
            30 8101 0001 't' 10*126 // PUBLISH whose payload looks like many CONNECTs
            10 0F 0004 'MQTT' 04 02 003C 0003 'dev'
            C0 00                   // PINGREQ
            """);
        int connectAt = 134;
        assertThat(stream[connectAt]).isEqualTo((byte) 0x10);
        for (int first = 0; first <= stream.length; first++) {
            PacketBoundaries split = PacketBoundaries.fromClient();
            int passed = split.advance(slice(stream, 0, first)) + split.advance(slice(stream, first, stream.length));
            assertThat(passed).as("split at %d", first).isEqualTo(connectAt);
            assertThat(split.atBoundary()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x11, 0x1F, 0x00, 0x0F})
    void letsNeitherConnectNorTheReservedTypePassFromClients(int firstByte) {
        byte[] start = {(byte) firstByte, 0x00};
        assertThat(PacketBoundaries.fromClient().advance(Unpooled.wrappedBuffer(start)))
                .isZero();
    }

    @Test
    void letsEveryOtherTypePassFromClients() {
        PacketBoundaries client = PacketBoundaries.fromClient();
        for (int firstByte = 0x20; firstByte <= 0xFF; firstByte++) {
            byte[] packet = {(byte) firstByte, 0x01, 0x10};
            assertThat(client.advance(Unpooled.wrappedBuffer(packet))).isEqualTo(3);
        }
        assertThat(client.atBoundary()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "30 8200 AAAA,      5", // a length of two bytes that one could say
        "C0 808000,         4", // a length of three bytes that says 0
        "30 80808000,       5",
        "30 82808000 AAAA,  7"
    })
    void readsLengthsOfClientsThatAreLongerThanTheyNeedToBe(String wire, int length) {
        // given MQTT 3.1.1 section 2.2.3, which does not forbid them
        ByteBuf packet = Wire.buffer(wire);
        PacketBoundaries client = PacketBoundaries.fromClient();

        // then a CONNECT behind them is seen all the same
        assertThat(client.advance(packet)).isEqualTo(length);
        assertThat(client.atBoundary()).isTrue();
        assertThat(client.advance(Wire.buffer("10 00"))).isZero();
    }

    @Test
    void letsNothingPassBehindALengthOfFiveBytes() {
        PacketBoundaries client = PacketBoundaries.fromClient();
        assertThat(client.advance(Wire.buffer("C0 00 30 80808080 00"))).isEqualTo(6);
        assertThat(client.advance(Wire.buffer("C0 00"))).isZero();
    }

    @Test
    void leavesTheBufferAlone() {
        ByteBuf bytes = Wire.buffer("FF D0 00 FF");
        bytes.setIndex(1, 3);
        boundaries.advance(bytes);
        assertThat(boundaries.atBoundary()).isTrue();
        assertThat(bytes.readerIndex()).isOne();
        assertThat(ByteBufUtil.getBytes(bytes)).containsExactly(0xD0, 0x00);
        assertThat(bytes.refCnt()).isOne();
    }

    private static ByteBuf slice(byte[] bytes, int from, int to) {
        return Unpooled.wrappedBuffer(bytes, from, to - from);
    }
}
