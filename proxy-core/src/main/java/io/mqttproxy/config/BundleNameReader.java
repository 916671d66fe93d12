package io.mqttproxy.config;

/** The name of a bundle: {@code name} in the global namespace, {@code namespace/name} in another. */
final class BundleNameReader implements TextReader<String> {
    private static final char SEPARATOR = '/';

    private final NameReader part = new NameReader();

    @Override
    public String read(String text) throws BadValue {
        int separator = text.indexOf(SEPARATOR);
        if (separator >= 0) {
            part.read(text.substring(0, separator));
        }
        part.read(text.substring(separator + 1));
        return text;
    }

    @Override
    public String expected() {
        return part.expected() + ", with a namespace and / in front if it has one";
    }

    /** The whole name of a bundle in a namespace. */
    static String join(String namespace, String name) {
        return namespace + SEPARATOR + name;
    }
}
