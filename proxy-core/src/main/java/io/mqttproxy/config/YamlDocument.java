package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Composes the nodes of a single YAML document.
 *
 * <p>Every plain scalar stays text. Aliases are allowed within SnakeYAML's limits and mean the anchored value as it is;
 * merge keys are not. The parser's messages are passed on only as far as they cannot contain text of the document, which
 * may be a secret.
 */
final class YamlDocument {
    private YamlDocument() {}

    /** The root, or null when there is none or it is not YAML. */
    static @Nullable Node compose(String text, String file, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions unused = new DumperOptions();
        Yaml yaml = new Yaml(
                new SafeConstructor(options), new Representer(unused), unused, options, new PlainTextResolver());
        Source top = new Source(file, 1, 1, "");
        try {
            Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                problems.add(top, "empty (expected: a mapping with listeners and clusters)");
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            Source source = mark == null ? top : new Source(file, mark.getLine() + 1, mark.getColumn() + 1, "");
            problems.add(source, message(String.valueOf(e.getProblem())));
        } catch (YAMLException e) { // a limit on nesting or aliases; these messages hold numbers only
            problems.add(top, "invalid YAML: " + e.getMessage() + " (expected: less of it)");
        }
        return null;
    }

    private static String message(String problem) {
        if (problem.contains("(TAB)")) {
            return "tab (expected: spaces, because YAML allows no tabs here)";
        }
        if (problem.startsWith("found undefined alias")) {
            return "unknown alias (expected: an anchor before it, or quotes around text that starts with *)";
        }
        if (problem.contains("tag handle")) {
            return "unknown tag (expected: quotes around text that starts with !)";
        }
        if (problem.contains("another document")) {
            return "second document (expected: exactly one)";
        }
        return "invalid YAML: " + Printable.of(withoutFound(problem))
                + " (expected: key: value, and quotes around text with special characters)";
    }

    /** What was found is a kind of token, {@code '<scalar>'}, or else raw text, which is cut off. */
    private static String withoutFound(String problem) {
        int found = problem.indexOf("but found");
        return found < 0 || problem.startsWith(" '<", found + "but found".length())
                ? problem
                : problem.substring(0, found).replaceFirst("[, ]+$", "");
    }

    /** Leaves numbers, booleans and dates alone. */
    private static final class PlainTextResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // None: what a scalar means is decided by the key that it stands behind.
        }
    }
}
