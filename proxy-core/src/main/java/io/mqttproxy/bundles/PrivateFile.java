package io.mqttproxy.bundles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that nobody else may read, written beside its place and then put there in one step (rename(2)). Its permissions are
 * given when it is made, so that it is never readable for others. Blocks.
 *
 * @param temporary has the content, safe on disk
 * @param target its place
 */
public record PrivateFile(Path temporary, Path target) {

    private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);

    /** Makes everything ready but the last step. */
    static PrivateFile prepare(Path target, String text) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(temporary); // of a process that died
        FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return new PrivateFile(temporary, target);
    }

    /** Does all of it. */
    static void replace(Path target, String text) throws IOException {
        prepare(target, text).put();
    }

    /** The last step. */
    void put() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        force(Objects.requireNonNull(target.getParent()));
    }

    /** Leaves the place as it is. */
    void discard() throws IOException {
        Files.deleteIfExists(temporary);
    }

    /** Makes what was renamed or deleted in a folder outlast a power failure. It is done by then, so that this cannot fail. */
    public static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.warn("{}: what has changed may not outlast a power failure: {}", folder, e.toString());
        }
    }
}
