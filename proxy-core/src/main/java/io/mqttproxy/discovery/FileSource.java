package io.mqttproxy.discovery;

import io.mqttproxy.config.BackendConfig;
import io.mqttproxy.config.BackendListLoader;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads backends from a file, anew at each look. A content that is new is taken when the next look still finds it, so that a
 * file is not taken in half while it is written; the very first one is taken at once. Looks block; used by one thread.
 */
public final class FileSource implements BackendSource {

    private static final int LARGEST_FILE = 1024 * 1024; // bytes

    private final Path file;
    private final BackendListLoader loader = new BackendListLoader();
    private byte @Nullable [] seen;
    private @Nullable Discovered taken;

    /** For a file that need not be there yet. */
    public FileSource(Path file) {
        this.file = file;
    }

    @Override
    public CompletionStage<Discovered> look() {
        try {
            byte[] content = content();
            boolean settled = seen == null || Arrays.equals(seen, content);
            seen = content;
            if (taken == null || settled) {
                taken = Discovered.of(backends(content), Duration.ZERO);
            }
            return CompletableFuture.completedFuture(taken);
        } catch (DiscoveryException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private byte[] content() throws DiscoveryException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_FILE + 1);
            if (content.length > LARGEST_FILE) {
                throw new DiscoveryException(
                        DiscoveryResult.INVALID, file + ": larger than " + LARGEST_FILE + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new DiscoveryException(DiscoveryResult.NOT_FOUND, file + ": no such file");
        } catch (IOException e) {
            throw new DiscoveryException(DiscoveryResult.ERROR, file + ": not readable");
        }
    }

    private List<Backend> backends(byte[] content) throws DiscoveryException {
        try {
            return loader.parse(content, file).stream().map(FileSource::backend).toList();
        } catch (ConfigException e) {
            String problems = e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
            throw new DiscoveryException(DiscoveryResult.INVALID, problems);
        }
    }

    /** What a section of a configuration says. */
    private static Backend backend(BackendConfig section) {
        return new Backend(
                section.name(), section.host(), section.port(), section.weight(), section.tier(), section.zone());
    }
}
