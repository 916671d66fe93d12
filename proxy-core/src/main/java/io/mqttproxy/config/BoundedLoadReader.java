package io.mqttproxy.config;

/** A factor above 1; {@code on} is {@value #USUAL}, {@code off} is infinite. */
final class BoundedLoadReader implements TextReader<Double> {
    private static final double USUAL = 1.25;
    private static final DecimalReader NUMBER = new DecimalReader(1, 10);

    @Override
    public Double read(String text) throws BadValue {
        if (text.equals("off")) {
            return BalanceConfig.UNBOUNDED;
        }
        double factor = text.equals("on") ? USUAL : NUMBER.read(text);
        if (factor <= 1) {
            throw BadValue.plain();
        }
        return factor;
    }

    @Override
    public String expected() {
        return "a number above 1 and up to 10 such as 1.25, on or off";
    }
}
