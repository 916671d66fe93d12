package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The Helm chart, rendered by Helm as a release {@code edge} with some values. */
final class Chart {

    static final Path FOLDER = Packages.MODULE.resolve("../helm/mqtt-tls-proxy").normalize();

    private final List<Map<String, Object>> objects;

    private Chart(List<Map<String, Object>> objects) {
        this.objects = objects;
    }

    /**
     * Renders.
     *
     * @param values YAML on top of the chart's own values
     */
    static Chart with(Path folder, String values) throws IOException {
        return of(render(FOLDER, folder, values));
    }

    /** The same with the chart's own values and its hooks as ordinary objects, which Helm otherwise does not show. */
    static Chart withHooks(Path folder) throws IOException {
        Path copy = folder.resolve("chart");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(to.resolveSibling("."));
                Files.writeString(to, Files.readString(file).replaceAll("(?m)^ *helm.sh/hook.*$", ""));
            }
        }
        return of(render(copy, folder, ""));
    }

    private static Chart of(String rendered) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object object : new Yaml().loadAll(rendered)) {
            if (object != null) {
                objects.add(map(object));
            }
        }
        return new Chart(objects);
    }

    private static String render(Path chart, Path folder, String values) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values);
        return new Helm(chart)
                .template()
                .withName("edge")
                .withNamespace("iot")
                .withKubeVersion("1.31.0")
                .withValuesFile(file)
                .call();
    }

    /** Helm refuses these values with this text in its message. */
    static void refuses(Path folder, String values, String message) {
        assertThatThrownBy(() -> render(FOLDER, folder, values)).hasMessageContaining(message);
    }

    /** The kinds of all objects, in the order of Helm. */
    List<String> kinds() {
        return objects.stream()
                .map(object -> String.valueOf(object.get("kind")))
                .toList();
    }

    List<Map<String, Object>> objects() {
        return objects;
    }

    /** The first object of a kind. */
    Map<String, Object> object(String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " is not among " + kinds()));
    }

    /** Something in the first object of a kind, by the keys and indexes that lead to it. */
    Object at(String kind, Object... path) {
        Object at = object(kind);
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) at).get(index) : map(at).get(step);
            if (next == null) {
                throw new AssertionError(step + " is not in " + at);
            }
            at = next;
        }
        return at;
    }

    @SuppressWarnings("unchecked") // Keys of YAML that Kubernetes reads are texts.
    static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }
}
