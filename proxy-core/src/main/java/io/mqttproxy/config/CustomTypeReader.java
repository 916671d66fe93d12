package io.mqttproxy.config;

import java.util.regex.Pattern;

/** The type of a field of the operator's own in a PROXY header, {@code 0xE0} to {@code 0xEF}; read as it was written. */
final class CustomTypeReader implements TextReader<String> {
    private static final Pattern TYPE = Pattern.compile("0x[Ee][0-9A-Fa-f]");

    @Override
    public String read(String text) throws BadValue {
        if (!TYPE.matcher(text).matches()) {
            throw BadValue.plain();
        }
        return text;
    }

    @Override
    public String expected() {
        return "a type from 0xE0 to 0xEF, which the specification leaves to applications";
    }

    /** What a text means that {@link #read} has let pass. */
    static int type(String text) {
        return Integer.decode(text);
    }
}
