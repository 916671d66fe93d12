package io.mqttproxy.proxyprotocol;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field as it came.
 *
 * @param type 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way out, compared by content
public record ReceivedTlv(int type, byte[] value) {
    /** A copy. */
    @Override
    public byte[] value() {
        return value.clone();
    }

    static List<byte[]> values(List<ReceivedTlv> tlvs, int type) {
        return tlvs.stream()
                .filter(tlv -> tlv.type == type)
                .map(ReceivedTlv::value)
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReceivedTlv that && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "ReceivedTlv[" + type + ", " + value.length + " bytes]";
    }
}
