package io.mqttproxy.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What one look found.
 *
 * @param backends sorted by name, each name once; may be empty
 * @param validFor how long the source stands by it; the policy has bounds for that
 * @param changed completes, in whatever way, when a new look is worth while before then; null = nobody will tell. Its future
 *     is cancelled when nobody waits for it any more
 */
public record Discovered(
        List<Backend> backends, Duration validFor, @Nullable CompletionStage<?> changed) {

    /** Sorts the backends; of two with the same name, the first by address stays, whatever order they came in. */
    public Discovered {
        backends = sorted(backends);
    }

    /** With nobody who tells of changes. */
    public static Discovered of(Collection<Backend> backends, Duration validFor) {
        return new Discovered(List.copyOf(backends), validFor, null);
    }

    /** Nobody waits for {@link #changed} any more: closes what is open for it. */
    public void dismiss() {
        if (changed != null) {
            changed.toCompletableFuture().cancel(true);
        }
    }

    private static List<Backend> sorted(List<Backend> found) {
        List<Backend> byAddress = new ArrayList<>(found);
        byAddress.sort(Comparator.comparing(Backend::address).thenComparing(Backend::tier));
        Map<String, Backend> byName = new TreeMap<>();
        byAddress.forEach(backend -> byName.putIfAbsent(backend.name(), backend));
        return List.copyOf(byName.values());
    }
}
