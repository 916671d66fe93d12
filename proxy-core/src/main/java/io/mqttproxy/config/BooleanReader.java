package io.mqttproxy.config;

/** {@code true} or {@code false} and nothing else: no {@code yes}, {@code on} or {@code True}. */
final class BooleanReader implements TextReader<Boolean> {
    @Override
    public Boolean read(String text) throws BadValue {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw BadValue.plain();
        };
    }

    @Override
    public String expected() {
        return "true or false";
    }
}
