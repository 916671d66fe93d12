package io.mqttproxy.config;

import io.mqttproxy.config.HealthCheck.StatusCodes;

/** A status code of HTTP such as {@code 204}, or a class of them such as {@code 2xx}. */
final class StatusCodesReader implements TextReader<StatusCodes> {
    private static final int SMALLEST = 100;
    private static final int LARGEST = 599;
    private static final int CLASS = 100;

    @Override
    public StatusCodes read(String text) throws BadValue {
        if (text.length() == 3 && text.endsWith("xx")) {
            int from = new IntegerReader(1, LARGEST / CLASS).read(text.substring(0, 1)) * CLASS;
            return new StatusCodes(from, from + CLASS - 1);
        }
        int code = new IntegerReader(SMALLEST, LARGEST).read(text);
        return new StatusCodes(code, code);
    }

    @Override
    public String expected() {
        return "a status code of HTTP such as 200, or a class such as 2xx";
    }
}
