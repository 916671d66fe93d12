package io.mqttproxy.config;

/** A rate per second: {@code 500/s}. */
final class RateReader implements TextReader<Rate> {
    private static final IntegerReader NUMBER = new IntegerReader(1, 1_000_000);

    @Override
    public Rate read(String text) throws BadValue {
        if (!text.endsWith("/s")) {
            throw BadValue.plain();
        }
        return new Rate(NUMBER.read(text.substring(0, text.length() - 2)));
    }

    @Override
    public String expected() {
        return "a rate from 1/s to 1000000/s such as 500/s";
    }
}
