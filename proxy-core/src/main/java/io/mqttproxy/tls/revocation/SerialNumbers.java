package io.mqttproxy.tls.revocation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** A set of serial numbers, sorted: a third of the memory of a hash set, which counts where a CRL has a million. */
final class SerialNumbers {

    private final byte[][] sorted;

    /** Takes numbers in any order, as the bytes of {@link BigInteger#toByteArray()}. */
    SerialNumbers(List<byte[]> serials) {
        sorted = serials.toArray(new byte[0][]);
        Arrays.sort(sorted, Arrays::compareUnsigned);
    }

    boolean contains(BigInteger serial) {
        return Arrays.binarySearch(sorted, serial.toByteArray(), Arrays::compareUnsigned) >= 0;
    }

    int size() {
        return sorted.length;
    }
}
