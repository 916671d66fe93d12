package io.mqttproxy.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Makes an image for {@code docker load} of an unpacked tar.gz that brings its own Java. The same input gives the same bytes.
 *
 * <p>What changes least lies lowest: Java, the libraries of others, ours with program and archive.
 */
public final class ImageTar {

    /** With no base the image has our layers alone: good for looking into them, but nothing in it runs without a libc. */
    private static final String NO_BASE = "scratch";

    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/opt/mqtt-proxy");

    private final Path tree;
    private final Instant date;

    private ImageTar(Path tree, Instant date) {
        this.tree = tree;
        this.date = date;
    }

    /**
     * Writes the image.
     *
     * @param arguments the tree; the program for the health check; the base image, {@code scratch} for none; the version; the
     *     date of every file, ISO 8601; the tar to write
     * @throws IllegalArgumentException when there are more or fewer of them
     * @throws IOException when the tree cannot be read or the tar not written; the others when the base cannot be had
     */
    public static void main(String... arguments)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    CacheDirectoryCreationException, InvalidImageReferenceException {
        if (arguments.length != 6) {
            throw new IllegalArgumentException(
                    arguments.length + " arguments (expected: tree, health check, base, version, date, tar)");
        }
        Instant date = Instant.parse(arguments[4]);
        Path out = Path.of(arguments[5]).toAbsolutePath();
        Path cache = Files.createDirectories(out.resolveSibling("image-cache"));
        JibContainerBuilder image = new ImageTar(Path.of(arguments[0]).toRealPath(), date)
                .describe(arguments[2], Path.of(arguments[1]), arguments[3]);
        image.containerize(Containerizer.to(TarImage.at(out).named("mqtt-tls-proxy:" + arguments[3]))
                .setBaseImageLayersCache(cache)
                .setApplicationLayersCache(cache)
                .setOfflineMode(arguments[2].equals(NO_BASE) || arguments[2].startsWith(Jib.TAR_IMAGE_PREFIX)));
    }

    private JibContainerBuilder describe(String base, Path healthcheck, String version)
            throws IOException, InvalidImageReferenceException {
        JibContainerBuilder image = base.equals(NO_BASE) ? Jib.fromScratch() : Jib.from(base);
        return image.setFileEntriesLayers(layers(healthcheck))
                .setUser("10001:10001")
                .setWorkingDirectory(AbsoluteUnixPath.get("/etc/mqtt-proxy"))
                .setEntrypoint(HOME + "/bin/mqtt-proxy")
                .setProgramArguments("run", "-c", "/etc/mqtt-proxy/proxy.yaml")
                .setEnvironment(Map.of(
                        "MQTT_PROXY_OPTS", "-XX:MaxRAMPercentage=50 -Djava.io.tmpdir=/tmp", "ADMIN_PORT", "9090"))
                .setExposedPorts(Ports.parse(List.of("8883", "9090")))
                .setLabels(Map.of(
                        "org.opencontainers.image.title", "mqtt-tls-proxy",
                        "org.opencontainers.image.version", version,
                        "org.opencontainers.image.licenses", "Apache-2.0"))
                .setCreationTime(date);
    }

    private List<FileEntriesLayer> layers(Path healthcheck) throws IOException {
        FileEntriesLayer.Builder java = FileEntriesLayer.builder().setName("java");
        FileEntriesLayer.Builder libraries = FileEntriesLayer.builder().setName("libraries");
        FileEntriesLayer.Builder proxy = FileEntriesLayer.builder().setName("proxy");
        for (Path file : files()) {
            String name = tree.relativize(file).toString();
            if (name.startsWith("runtime/")) {
                add(java, file, name);
            } else if (name.startsWith("lib/") && !name.startsWith("lib/proxy-")) {
                add(libraries, file, name);
            } else {
                add(proxy, file, name);
            }
        }
        add(proxy, healthcheck, "bin/healthcheck");
        return List.of(java.build(), libraries.build(), proxy.build());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(tree)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void add(FileEntriesLayer.Builder layer, Path file, String name) {
        FilePermissions rights = FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644");
        layer.addEntry(file, HOME.resolve(name), rights, date);
    }
}
