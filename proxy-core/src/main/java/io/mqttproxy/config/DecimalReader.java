package io.mqttproxy.config;

/**
 * A number with at most three decimals: {@code 1.5}.
 *
 * @param smallest inclusive
 * @param largest inclusive
 */
record DecimalReader(int smallest, int largest) implements TextReader<Double> {
    private static final int MOST_DECIMALS = 3;

    @Override
    public Double read(String text) throws BadValue {
        double number = number(text);
        if (number < smallest || number > largest) {
            throw BadValue.plain();
        }
        return number;
    }

    @Override
    public String expected() {
        return "a number from " + smallest + " to " + largest + " such as 1.5";
    }

    /**
     * The number that ASCII digits, with or without decimals, stand for.
     *
     * @return below 10^10
     * @throws BadValue for anything else, also for {@code .5} and {@code 1.}
     */
    static double number(String text) throws BadValue {
        int point = text.indexOf('.');
        if (point < 0) {
            return IntegerReader.digits(text);
        }
        String decimals = text.substring(point + 1);
        if (decimals.isEmpty() || decimals.length() > MOST_DECIMALS) {
            throw BadValue.plain();
        }
        IntegerReader.digits("1" + decimals); // digits only; a leading zero is fine here
        return IntegerReader.digits(text.substring(0, point)) + Double.parseDouble("0." + decimals);
    }
}
