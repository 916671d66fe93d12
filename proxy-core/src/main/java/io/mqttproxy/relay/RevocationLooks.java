package io.mqttproxy.relay;

import io.mqttproxy.tls.RevocationListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the connections of a listener looked at when more is known about revocation.
 *
 * <p>A million connections take a second or so: the looks happen in the background, one at a time, and whatever becomes
 * known before a look begins is seen by that look. Told by any thread.
 */
public final class RevocationLooks implements RevocationListener {

    private static final Logger log = LoggerFactory.getLogger(RevocationLooks.class);

    private final CredentialWatch watch;
    private final Executor background;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** @param background single-threaded, and not an event loop */
    public RevocationLooks(CredentialWatch watch, Executor background) {
        this.watch = watch;
        this.background = background;
    }

    @Override
    public void changed(String listener) {
        if (!waiting.add(listener)) {
            return;
        }
        try {
            background.execute(() -> look(listener));
        } catch (RejectedExecutionException e) {
            log.debug("The process stops: connections of {} are not looked at any more", listener);
        }
    }

    private void look(String listener) {
        waiting.remove(listener); // ahead of the look: what comes from now on needs another one
        try {
            watch.lookForRevoked(listener);
        } catch (RuntimeException e) {
            log.error("Connections were not looked at, by a defect of the proxy; please report it", e);
        }
    }
}
