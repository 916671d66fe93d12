package io.mqttproxy.config;

/**
 * A whole number in decimal digits, without sign, separators or leading zeros.
 *
 * @param smallest at least 0
 * @param largest inclusive
 */
record IntegerReader(int smallest, int largest) implements TextReader<Integer> {
    private static final int MOST_DIGITS = 10;

    @Override
    public Integer read(String text) throws BadValue {
        long number = digits(text);
        if (number < smallest || number > largest) {
            throw BadValue.plain();
        }
        return (int) number;
    }

    @Override
    public String expected() {
        return "a whole number from " + smallest + " to " + largest;
    }

    /**
     * The number that ASCII digits stand for.
     *
     * @return below 10^10
     * @throws BadValue for anything else, also for {@code 007}
     */
    static long digits(String text) throws BadValue {
        boolean padded = text.length() > 1 && text.charAt(0) == '0';
        if (text.isEmpty() || text.length() > MOST_DIGITS || padded) {
            throw BadValue.plain();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw BadValue.plain();
            }
        }
        return Long.parseLong(text);
    }
}
