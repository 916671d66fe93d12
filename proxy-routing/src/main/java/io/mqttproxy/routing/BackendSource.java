package io.mqttproxy.routing;

import java.util.concurrent.CompletionStage;

/** Knows which backends a cluster has now, such as DNS or a file. Implemented where the sockets and files are. */
@FunctionalInterface
public interface BackendSource {

    /**
     * Starts one look and returns soon.
     *
     * <p>The answer's future is cancelled when nobody waits for it any more; the implementation then closes what it opened.
     * A look that finds nothing fails with {@link DiscoveryException}; any other exception counts as {@link
     * DiscoveryResult#ERROR}.
     */
    CompletionStage<Discovered> look();
}
