package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the folder of managed bundles: every {@link ManagedBundleFile} in it. Blocks. */
final class ManagedBundlesReader {
    private static final String EXPECTED = "a file that the admin port has written, or none";

    private final FileAccess files;
    private final Problems problems;

    ManagedBundlesReader(FileAccess files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /**
     * All bundles in the folder, in the order of their files' names; reports what is wrong with any.
     *
     * @param folder null = there is none
     */
    List<CertificateConfig> read(@Nullable FileRef folder) {
        if (folder == null) {
            return List.of();
        }
        List<CertificateConfig> bundles = new ArrayList<>();
        try {
            for (Path file : files.list(folder.path(), ManagedBundleFile.SUFFIX)) {
                @Nullable CertificateConfig bundle = bundle(file);
                if (bundle != null) {
                    bundles.add(bundle);
                }
            }
        } catch (IOException e) {
            problems.add(folder.source(), "folder not readable: " + folder.configured() + " (expected: one that is)");
        }
        return bundles;
    }

    private @Nullable CertificateConfig bundle(Path file) {
        String fileName = String.valueOf(file.getFileName());
        String name =
                ManagedBundleFile.bundle(fileName.substring(0, fileName.length() - ManagedBundleFile.SUFFIX.length()));
        Source top = new Source(file.toString(), 1, 1, "");
        if (!ManagedBundleFile.hasName(name)) {
            problems.add(top, "not the name of a bundle: " + Printable.of(name) + " (expected: " + EXPECTED + ")");
            return null;
        }
        @Nullable Mapping mapping = mapping(file, top);
        @Nullable FileRef pem = mapping == null ? null : pem(mapping);
        if (mapping == null || pem == null) {
            return null;
        }
        Managed managed = new Managed(
                texts(mapping, "sni", "server names", new SniReader()),
                texts(mapping, "listeners", "names of listeners", new NameReader()),
                null);
        return new CertificateConfig(name, new KeySource.Pem(pem, pem, null), mapping.key(), managed);
    }

    private @Nullable Mapping mapping(Path file, Source top) {
        try {
            int before = problems.count();
            @Nullable String text = YamlText.decode(files.read(file), file.toString(), problems);
            @Nullable Node root = text == null ? null : YamlDocument.compose(text, file.toString(), problems);
            Reading reading = new Reading(file, new Environment(Map.of()), files, problems);
            return root == null || problems.count() > before
                    ? null
                    : Value.root(reading, root).mapping(ManagedBundleFile.KEYS);
        } catch (IOException e) {
            problems.add(top, "file not readable (expected: " + EXPECTED + ")");
            return null;
        }
    }

    /** A file in the same folder; not one elsewhere, because it goes when the bundle is replaced. */
    private static @Nullable FileRef pem(Mapping mapping) {
        String expected = "the name of a PEM file in the same folder";
        @Nullable Value value = mapping.require("pem", expected);
        @Nullable String text = value == null ? null : value.text(expected);
        if (value == null || text == null) {
            return null;
        }
        if (text.indexOf('/') >= 0 || text.startsWith(".")) {
            value.reportUnexpected(expected);
            return null;
        }
        return FileRefReader.existing(value, expected);
    }

    private static List<String> texts(Mapping mapping, String key, String what, TextReader<String> rule) {
        @Nullable Value value = mapping.get(key);
        return value == null ? List.of() : TlsWords.read(value.listOrEmpty(what), rule);
    }
}
