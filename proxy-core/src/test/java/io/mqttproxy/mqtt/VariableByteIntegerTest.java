package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableByteIntegerTest {
    /** The table of section 1.5.5. */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7F",
        "128, 80 01",
        "16383, FF 7F",
        "16384, 80 80 01",
        "2097151, FF FF 7F",
        "2097152, 80 80 80 01",
        "268435455, FF FF FF 7F"
    })
    void writesAndReadsTheBordersOfTheSpecification(int value, String hex) {
        ByteBuf expected = Wire.buffer(hex);

        ByteBuf written = Unpooled.buffer();
        VariableByteInteger.write(written, value);

        assertThat(written).isEqualTo(expected);
        assertThat(VariableByteInteger.encodedLength(value)).isEqualTo(expected.readableBytes());
        assertThat(VariableByteInteger.decode(expected, 0, expected.writerIndex()))
                .isEqualTo(value);
        assertThat(expected.readerIndex()).isZero();
    }

    @Test
    void readsBackRandomValues() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            int value = random.nextInt(1 << random.nextInt(1, 29));
            ByteBuf bytes = Unpooled.buffer();
            VariableByteInteger.write(bytes, value);
            assertThat(VariableByteInteger.decode(bytes, 0, bytes.writerIndex()))
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "80 80", "FF FF FF"})
    void waitsForMoreBytes(String hex) {
        ByteBuf bytes = Wire.buffer(hex);
        assertThat(VariableByteInteger.decode(bytes, 0, bytes.writerIndex())).isEqualTo(VariableByteInteger.NOT_ENOUGH);
    }

    @Test
    void doesNotReadBehindTheEndThatItIsGiven() {
        assertThat(VariableByteInteger.decode(Wire.buffer("80 01"), 0, 1)).isEqualTo(VariableByteInteger.NOT_ENOUGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80 80 80 80", "FF FF FF FF 01"})
    void refusesFiveBytesOnTheFourth(String hex) {
        ByteBuf bytes = Wire.buffer(hex);
        assertThat(VariableByteInteger.decode(bytes, 0, bytes.writerIndex())).isEqualTo(VariableByteInteger.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80 00", "FF 00", "80 80 00", "FF FF 80 00"})
    void refusesMoreBytesThanTheValueNeeds(String hex) {
        ByteBuf bytes = Wire.buffer(hex);
        assertThat(VariableByteInteger.decode(bytes, 0, bytes.writerIndex()))
                .isEqualTo(VariableByteInteger.NOT_MINIMAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 268_435_456, Integer.MAX_VALUE})
    void refusesToWriteWhatFourBytesCannotHold(int value) {
        assertThatThrownBy(() -> VariableByteInteger.write(Unpooled.buffer(), value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length: " + value + " (expected: 0 to 268435455)");
    }
}
