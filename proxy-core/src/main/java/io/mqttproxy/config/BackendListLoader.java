package io.mqttproxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a file that holds nothing but a list {@code backends}, in the form that it has in a configuration. Without
 * environment variables. Safe to use from every thread.
 */
public final class BackendListLoader {
    private static final List<String> KEYS = List.of("backends");

    /**
     * Reads the content of such a file.
     *
     * @param file only named in messages
     * @return at least one, with different names
     * @throws ConfigException with every problem, when there is at least one
     */
    public List<BackendConfig> parse(byte[] content, Path file) throws ConfigException {
        Problems problems = new Problems();
        String name = file.toString();
        String text = YamlText.decode(content, name, problems);
        if (text != null && text.isBlank()) {
            problems.add(new Source(name, 1, 1, ""), "empty (expected: backends: and a list of addresses)");
        }
        problems.throwIfAny();
        Node root = text == null ? null : YamlDocument.compose(text, name, problems);
        problems.throwIfAny();
        if (root == null) {
            throw new IllegalStateException("no root, and no problem that says why");
        }
        Reading reading = new Reading(file, new Environment(Map.of()), new DiskAccess(), problems);
        Mapping mapping = Value.root(reading, root).mapping(KEYS);
        List<BackendConfig> backends = mapping == null ? List.of() : BackendsBinder.bind(mapping);
        problems.throwIfAny();
        return backends;
    }
}
