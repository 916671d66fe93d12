package io.mqttproxy;

import io.mqttproxy.config.BansConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.relay.Ban;
import io.mqttproxy.relay.BannedBy;
import io.mqttproxy.relay.Bans;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bans of operators, and the file that keeps them where one is configured.
 *
 * <p>A ban is in force at once and is written in the background. Before that the file is read: when somebody else has changed
 * it, what it says counts, but for the bans that were made or lifted here meanwhile. A file that cannot be read is never
 * replaced; what is in force then stays so, and is written when the file is in order again.
 */
final class KeptBans implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeptBans.class);

    private static final long LOOK_SECONDS = 5;
    private static final int MOST_LOOKS = 10;

    /** A ban by what it means. */
    private record Key(BannedBy kind, String value) {}

    private final Bans bans;
    private final @Nullable BanFile file;
    private final ScheduledExecutorService background;
    private final InstantSource clock;
    /** Guards {@link #changes}, and the bans together with it; never held while a file is read or written. */
    private final Object memory = new Object();
    /** Made, or lifted (empty), since the file was last written. */
    private Map<Key, Optional<Ban>> changes = new HashMap<>();

    /** What the file held when it was last looked at; guarded by this. */
    private byte @Nullable [] known;

    private volatile @Nullable String problem;

    /**
     * Begins with no bans, or what was there before.
     *
     * @param file null = bans end with the process
     * @param background may be blocked by files
     */
    KeptBans(Bans bans, @Nullable FileRef file, ScheduledExecutorService background, InstantSource clock) {
        this.bans = bans;
        this.file = file == null ? null : new BanFile(file);
        this.background = background;
        this.clock = clock;
    }

    /** The same, begun, as the configuration has it. Blocks. */
    static KeptBans open(BansConfig config, ScheduledExecutorService background) {
        InstantSource clock = InstantSource.system();
        KeptBans kept = new KeptBans(new Bans(clock), config.file(), background, clock);
        kept.start();
        return kept;
    }

    /** Those that are in force. */
    Bans inForce() {
        return bans;
    }

    /** Reads the file, and looks from now on whether somebody has changed it. Blocks. */
    void start() {
        if (file != null) {
            synchronize();
            background.scheduleWithFixedDelay(this::synchronize, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** As {@link Bans#add}. */
    Ban add(BannedBy kind, String value, @Nullable Instant until, @Nullable String reason) {
        synchronized (memory) {
            Ban ban = bans.add(kind, value, until, reason);
            changes.put(new Key(kind, ban.value()), Optional.of(ban));
            writeSoon();
            return ban;
        }
    }

    /** As {@link Bans#remove}. */
    boolean remove(BannedBy kind, String value) {
        synchronized (memory) {
            @Nullable Ban ban = bans.get(kind, value);
            if (ban == null) {
                return false;
            }
            bans.remove(kind, value);
            changes.put(new Key(kind, ban.value()), Optional.empty());
            writeSoon();
            return true;
        }
    }

    /** What is in force now, the latest first. */
    List<Ban> list() {
        return bans.list();
    }

    /** Why the file does not have what is in force, in words; null when it does, or when there is none. */
    @Nullable String problem() {
        return problem;
    }

    private void writeSoon() {
        if (file == null) {
            changes.clear();
            return;
        }
        try {
            background.execute(this::synchronize);
        } catch (RejectedExecutionException e) {
            log.debug("The process ends: the last changes of bans are written by close()");
        }
    }

    /** Takes in what somebody else has written, and writes what was changed here. */
    private synchronized void synchronize() {
        @Nullable BanFile kept = file;
        if (kept == null) {
            return;
        }
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (synchronize(kept)) {
                return;
            }
        }
        failed("others write it all the time");
    }

    /** False when it was replaced meanwhile: what was put there is to be read before it is replaced. */
    private boolean synchronize(BanFile kept) {
        Map<Key, Optional<Ban>> mine = take();
        try {
            byte @Nullable [] content = kept.content();
            boolean gone = content == null && known != null;
            if (content != null && !Arrays.equals(content, known)) {
                List<Ban> written = kept.parse(content, clock.instant());
                merge(written, mine);
                known = content;
            }
            if (gone || !mine.isEmpty()) {
                byte @Nullable [] written = kept.write(bans.list(), content);
                if (written == null) {
                    giveBack(mine);
                    return false;
                }
                known = written;
            }
            fine();
        } catch (ConfigException | IOException | RuntimeException e) {
            giveBack(mine);
            failed(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private Map<Key, Optional<Ban>> take() {
        synchronized (memory) {
            Map<Key, Optional<Ban>> taken = changes;
            changes = new HashMap<>();
            return taken;
        }
    }

    /** Later changes of the same count. */
    private void giveBack(Map<Key, Optional<Ban>> taken) {
        synchronized (memory) {
            Map<Key, Optional<Ban>> later = changes;
            changes = taken;
            changes.putAll(later);
        }
    }

    private void merge(List<Ban> written, Map<Key, Optional<Ban>> mine) {
        synchronized (memory) {
            Map<Key, Optional<Ban>> all = new HashMap<>();
            written.forEach(ban -> all.put(new Key(ban.kind(), ban.value()), Optional.of(ban)));
            all.putAll(mine);
            all.putAll(changes); // while the file was read
            int before = bans.list().size();
            bans.replace(all.values().stream().flatMap(Optional::stream).toList());
            log.info(
                    "The file of bans was read: {} are in force, before {}",
                    bans.list().size(),
                    before);
        }
    }

    private void fine() {
        if (problem != null) {
            log.info("The file of bans is in order again");
            problem = null;
        }
    }

    /** Each problem once, however often it is met. */
    private void failed(String why) {
        if (!why.equals(problem)) {
            log.error("The file of bans is not what is in force, and stays as it is: {}", why);
            problem = why;
        }
    }

    /** Writes what is not written yet, and waits for what is being written. */
    @Override
    public void close() {
        synchronize();
    }
}
