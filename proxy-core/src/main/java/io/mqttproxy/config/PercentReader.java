package io.mqttproxy.config;

/**
 * A whole number of percent: {@code 50%}.
 *
 * @param smallest inclusive
 * @param largest inclusive
 */
record PercentReader(int smallest, int largest) implements TextReader<Integer> {
    @Override
    public Integer read(String text) throws BadValue {
        if (!text.endsWith("%")) {
            throw BadValue.plain();
        }
        try {
            return new IntegerReader(smallest, largest).read(text.substring(0, text.length() - 1));
        } catch (BadValue e) {
            throw BadValue.plain();
        }
    }

    @Override
    public String expected() {
        return "a share from " + smallest + "% to " + largest + "%";
    }
}
