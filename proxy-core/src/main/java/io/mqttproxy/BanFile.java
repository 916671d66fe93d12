package io.mqttproxy;

import io.mqttproxy.bundles.PrivateFile;
import io.mqttproxy.config.BanList;
import io.mqttproxy.config.BannedClient;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import io.mqttproxy.relay.Ban;
import io.mqttproxy.relay.BannedBy;
import io.mqttproxy.relay.Bans;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file in which bans outlast the process; blocks. It is replaced as a whole: whoever reads it finds the bans of before or
 * those of after.
 *
 * @param ref where it is; need not be there
 */
record BanFile(FileRef ref) {

    /** A character has three bytes of UTF-8 at most, or four together with the next one. */
    private static final int LARGEST = 3 * BanList.LONGEST;

    /** Reports what is wrong with the file that a configuration names, if it names one. */
    static void check(@Nullable FileRef ref, List<Problem> problems) {
        if (ref == null) {
            return;
        }
        BanFile file = new BanFile(ref);
        try {
            byte @Nullable [] content = file.content();
            if (content != null) {
                file.parse(content, Instant.EPOCH);
            }
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add(new Problem(ref.source(), e.getMessage() + " (expected: a file that can be read)"));
        }
    }

    /**
     * What it holds; null when it is not there.
     *
     * @throws IOException when it cannot be read, or is larger than any that the proxy writes
     */
    byte @Nullable [] content() throws IOException {
        try (InputStream in = Files.newInputStream(ref.path())) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(ref.configured() + ": larger than " + LARGEST + " bytes");
            }
            return content;
        } catch (NoSuchFileException | FileNotFoundException e) {
            return null;
        }
    }

    /**
     * The bans in a content.
     *
     * @param now when those were made of which nobody has written when they were
     * @throws ConfigException with every problem
     */
    List<Ban> parse(byte[] content, Instant now) throws ConfigException {
        List<Ban> bans = new ArrayList<>();
        for (BannedClient entry : BanList.parse(content, ref.path(), Bans.MOST)) {
            BannedBy kind = BannedBy.of(entry.kind()).orElseThrow();
            Instant since = Objects.requireNonNullElse(entry.since(), now);
            bans.add(new Ban(kind, entry.value(), since, entry.until(), entry.reason()));
        }
        return bans;
    }

    /**
     * Replaces the file, unless somebody else has done so.
     *
     * @param before what it is to hold until then; null when it is not to be there
     * @return what it holds now; null when it was left alone, because it does not hold that any more
     * @throws IOException when it holds what it held before, because it could not be replaced or could not be read again
     */
    byte @Nullable [] write(List<Ban> bans, byte @Nullable [] before) throws IOException {
        if (bans.size() > Bans.MOST) { // by what somebody has added to the file
            throw new IOException(
                    ref.configured() + ": " + bans.size() + " bans (expected: at most " + Bans.MOST + "; lift some)");
        }
        String text = BanList.text(bans.stream()
                .map(ban -> new BannedClient(ban.kind().word(), ban.value(), ban.since(), ban.until(), ban.reason()))
                .toList());
        if (text.length() > BanList.LONGEST) {
            throw new IOException(ref.configured() + ": the bans have " + text.length()
                    + " characters (expected: at most " + BanList.LONGEST + "; lift some)");
        }
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try {
            return replace(content, before) ? content : null;
        } catch (FileSystemException e) { // whose message is a name that nobody knows
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException(
                    ref.configured() + ": not written: " + reason + " (expected: a folder that the proxy may write to)",
                    e);
        }
    }

    private boolean replace(byte[] content, byte @Nullable [] before) throws IOException {
        Path target =
                Files.exists(ref.path()) ? ref.path().toRealPath() : ref.path().toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent());
        Path fresh = Files.createTempFile(folder, target.getFileName() + ".", ".tmp");
        try {
            writeThrough(fresh, content);
            if (Files.exists(target) && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            }
            if (!Arrays.equals(content(), before)) {
                return false;
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            PrivateFile.force(folder);
            return true;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Until the disk has it: after a crash of the machine an empty file would be one without bans. */
    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
