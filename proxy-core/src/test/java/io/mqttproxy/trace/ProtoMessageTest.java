package io.mqttproxy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library of Protocol Buffers reads what we write. */
class ProtoMessageTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 35, Long.MAX_VALUE, -1})
    void writesNumbersOfEveryLength(long number) throws Exception {
        UnknownFieldSet read = read(new ProtoMessage().number(3, number).fixed64(7, number));

        assertThat(read.getField(3).getVarintList()).containsExactly(number);
        assertThat(read.getField(7).getFixed64List()).containsExactly(number);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 2_047, 2_048})
    void writesFieldsOfEveryNumber(int field) throws Exception {
        assertThat(read(new ProtoMessage().text(field, "x")).getField(field).getLengthDelimitedList())
                .containsExactly(ByteString.copyFromUtf8("x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 128, 20_000})
    void writesTextsOfEveryLength(int length) throws Exception {
        String text = "ä".repeat(length);

        assertThat(read(new ProtoMessage().text(5, text)).getField(5).getLengthDelimitedList())
                .containsExactly(ByteString.copyFrom(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void writesMessagesIntoMessages() throws Exception {
        // given
        ProtoMessage inner = new ProtoMessage().bytes(1, new byte[] {4, 5}).number(2, 6);

        // when
        ByteString field = read(new ProtoMessage().message(9, inner).message(9, new ProtoMessage()))
                .getField(9)
                .getLengthDelimitedList()
                .get(0);

        // then
        UnknownFieldSet read = UnknownFieldSet.parseFrom(field);
        assertThat(read.getField(1).getLengthDelimitedList()).containsExactly(ByteString.copyFrom(new byte[] {4, 5}));
        assertThat(read.getField(2).getVarintList()).containsExactly(6L);
    }

    private static UnknownFieldSet read(ProtoMessage message) throws Exception {
        return UnknownFieldSet.parseFrom(message.toByteArray());
    }
}
