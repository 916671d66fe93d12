package io.mqttproxy.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The file that says what a managed bundle is and serves: {@code NAME.yaml} in {@code admin.bundleDir}, with {@code
 * namespace+NAME.yaml} for a name in a namespace, because no name has a plus. Whoever puts it there puts the PEM file that
 * it names there before.
 */
public final class ManagedBundleFile {

    /** What the name of a bundle must be that can be kept in a file. */
    static final String EXPECTED =
            "a name of 1 to 64 letters, digits, -, _ and . that does not begin with ., with a namespace and / in front if it has one";

    /** How the names of these files end. */
    public static final String SUFFIX = ".yaml";

    static final List<String> KEYS = List.of("pem", "sni", "listeners");

    private static final BundleNameReader RULE = new BundleNameReader();

    private ManagedBundleFile() {}

    /** Whether a bundle of this name can be kept. */
    static boolean hasName(String name) {
        try {
            RULE.read(name);
            return !name.startsWith(".") && !name.contains("/.");
        } catch (BadValue e) {
            return false;
        }
    }

    /**
     * What the names of a bundle's files begin with.
     *
     * @param name a name that was checked
     * @throws IllegalArgumentException when it was not
     */
    public static String stem(String name) {
        if (!hasName(name)) {
            throw new IllegalArgumentException("a name that no file can have (expected: " + EXPECTED + ")");
        }
        return name.replace('/', '+');
    }

    /** The bundle of a file's name, without the suffix; not checked. */
    static String bundle(String stem) {
        return stem.replace('+', '/');
    }

    /**
     * What is in it.
     *
     * @param pem the name of the PEM file in the same folder
     */
    public static String text(String pem, Managed managed) {
        return """
                # Written by mqtt-proxy: what came over the admin port for the bundle that this file is named after.
                pem: %s
                sni: %s
                listeners: %s
                """.formatted(pem, list(managed.sni()), list(managed.listeners()));
    }

    /** Names of listeners and hosts have no quotes; a star would be an alias. */
    private static String list(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
