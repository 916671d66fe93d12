package io.mqttproxy.config;

/** A name that an operator gives to something; it becomes a label of metrics and part of paths in messages. */
final class NameReader implements TextReader<String> {
    private static final int LONGEST = 64;

    @Override
    public String read(String text) throws BadValue {
        if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(NameReader::allowed)) {
            throw BadValue.plain();
        }
        return text;
    }

    @Override
    public String expected() {
        return "a name of 1 to " + LONGEST + " letters, digits, -, _ and .";
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
