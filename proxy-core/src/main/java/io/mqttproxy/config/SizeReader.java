package io.mqttproxy.config;

/**
 * A size in bytes: {@code 512B}, {@code 64KiB}, {@code 1MiB}.
 *
 * @param smallest bytes, inclusive
 * @param largest bytes, inclusive
 */
record SizeReader(int smallest, int largest) implements TextReader<Integer> {
    private static final int KIB = 1024;

    @Override
    public Integer read(String text) throws BadValue {
        long bytes;
        if (text.endsWith("MiB")) {
            bytes = IntegerReader.digits(text.substring(0, text.length() - 3)) * KIB * KIB;
        } else if (text.endsWith("KiB")) {
            bytes = IntegerReader.digits(text.substring(0, text.length() - 3)) * KIB;
        } else if (text.endsWith("B")) {
            bytes = IntegerReader.digits(text.substring(0, text.length() - 1));
        } else {
            throw BadValue.plain();
        }
        if (bytes < smallest || bytes > largest) {
            throw BadValue.expected("a size from " + text(smallest) + " to " + text(largest));
        }
        return (int) bytes;
    }

    @Override
    public String expected() {
        return "a size such as 64KiB, 1MiB or 512B";
    }

    private static String text(int bytes) {
        if (bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "MiB";
        }
        return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    }
}
