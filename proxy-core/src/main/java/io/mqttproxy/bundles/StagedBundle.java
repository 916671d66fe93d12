package io.mqttproxy.bundles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bundle that is in its folder and does not count yet. Used by one thread. */
public final class StagedBundle implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StagedBundle.class);

    private final Path pem;
    private final boolean mine;
    private final PrivateFile description;
    private final Runnable sweep;
    private boolean committed;

    StagedBundle(Path pem, boolean mine, PrivateFile description, Runnable sweep) {
        this.pem = pem;
        this.mine = mine;
        this.description = description;
        this.sweep = sweep;
    }

    /** The file with certificates and key. */
    public Path pem() {
        return pem;
    }

    /**
     * Has it count from now on, also for a process that starts, and forgets the one before.
     *
     * @throws IOException when it cannot be; the one before counts then
     */
    public void commit() throws IOException {
        description.put();
        committed = true;
        sweep.run();
    }

    /** Leaves nothing of it, unless it counts. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            description.discard();
            if (mine) {
                Files.deleteIfExists(pem);
            }
        } catch (IOException e) {
            log.warn("A bundle that was refused could not be deleted: {}", e.toString());
        }
    }
}
