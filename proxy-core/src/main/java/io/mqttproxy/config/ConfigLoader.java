package io.mqttproxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Loads a configuration and says everything that is wrong with it. Safe to use from every thread. */
public final class ConfigLoader {
    private static final int LARGEST_FILE = 1024 * 1024; // bytes

    private final Map<String, String> environment;
    private final FileAccess files;
    private final List<Setting> settings;

    /**
     * For the real file system.
     *
     * @param environment the variables that configurations may refer to, usually {@code System.getenv()}; copied
     */
    public ConfigLoader(Map<String, String> environment) {
        this(environment, List.of());
    }

    /**
     * The same, with values that count instead of the file's.
     *
     * @param settings from the command line; a later one counts more
     */
    public ConfigLoader(Map<String, String> environment, List<Setting> settings) {
        this(environment, new DiskAccess(), settings);
    }

    ConfigLoader(Map<String, String> environment, FileAccess files) {
        this(environment, files, List.of());
    }

    ConfigLoader(Map<String, String> environment, FileAccess files, List<Setting> settings) {
        this.environment = Map.copyOf(environment);
        this.files = files;
        this.settings = List.copyOf(settings);
    }

    /**
     * Reads a file.
     *
     * @param file relative paths in it are relative to its folder; messages name it as it is given here
     * @return a configuration whose named files exist and are readable
     * @throws ConfigException with every problem, when there is at least one
     */
    public ProxyConfig load(Path file) throws ConfigException {
        return parse(content(file), file);
    }

    ProxyConfig parse(byte[] content, Path file) throws ConfigException {
        Problems problems = new Problems();
        String name = file.toString();
        String text = YamlText.decode(content, name, problems);
        problems.throwIfAny();
        Node root = text == null ? null : YamlDocument.compose(text, name, problems);
        problems.throwIfAny();
        if (root == null) {
            throw new IllegalStateException("no root, and no problem that says why");
        }
        for (Setting setting : settings) {
            new SettingPatch(setting, problems).apply(root);
        }
        problems.throwIfAny();
        Reading reading = new Reading(file, new Environment(environment), files, problems);
        ProxyConfig config = new ProxyBinder(problems).bind(Value.root(reading, root));
        problems.throwIfAny();
        if (config == null) {
            throw new IllegalStateException("no configuration, and no problem that says why");
        }
        return config;
    }

    private static byte[] content(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_FILE + 1);
            if (content.length > LARGEST_FILE) {
                throw unreadable(file, "larger than " + LARGEST_FILE + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file");
        } catch (IOException e) {
            throw unreadable(file, "not readable");
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        Source source = new Source(file.toString(), 1, 1, "");
        return new ConfigException(
                List.of(new Problem(source, why + " (expected: a configuration such as proxy.yaml)")));
    }
}
