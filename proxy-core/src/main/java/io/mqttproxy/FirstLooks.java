package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.DiscoveryConfig;
import io.mqttproxy.config.Problem;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryFailure;
import io.mqttproxy.routing.DiscoveryView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the backends of clusters that would have none, ahead of a change of the configuration: the first client finds them,
 * and a name that does not exist is found out while nothing has changed. One look each, beside those of {@link BackendWatch}.
 */
final class FirstLooks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FirstLooks.class);

    private final Function<DiscoveryConfig, BackendSource> sources;
    private final InstantSource clock;
    private final List<CompletableFuture<Discovered>> answers = new ArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();

    FirstLooks(Function<DiscoveryConfig, BackendSource> sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * Looks for all at the same time; blocks until each has an answer or had its time.
     *
     * @param sections each with discovery
     * @return what was found, by cluster
     * @throws ConfigException naming each cluster for which nothing was found
     */
    Map<String, DiscoveryView> look(Collection<ClusterConfig> sections) throws ConfigException {
        Map<ClusterConfig, CompletableFuture<Discovered>> looks = new LinkedHashMap<>();
        for (ClusterConfig section : sections) {
            if (section.discovery() != null) {
                looks.put(section, begin(section.discovery()));
            }
        }
        Map<String, DiscoveryView> found = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        looks.forEach((section, look) -> {
            try {
                Discovered answer = look.join();
                found.put(section.name(), DiscoveryView.INITIAL.found(answer.backends(), clock.instant()));
            } catch (CompletionException e) {
                problems.add(new Problem(
                        section.source(),
                        "no backend was found: " + words(e) + " (expected: at least one to begin with)"));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return found;
    }

    private CompletableFuture<Discovered> begin(DiscoveryConfig section) {
        try {
            BackendSource source = sources.apply(section);
            if (source instanceof AutoCloseable closeable) {
                owned.add(closeable);
            }
            CompletableFuture<Discovered> answer = source.look().toCompletableFuture();
            answers.add(answer);
            return answer.thenApply(FirstLooks::some)
                    .orTimeout(section.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Discovered some(Discovered found) {
        if (found.backends().isEmpty()) {
            throw new IllegalStateException("an empty list");
        }
        return found;
    }

    private static String words(CompletionException failure) {
        return failure.getCause() instanceof TimeoutException ? "no answer in time" : DiscoveryFailure.words(failure);
    }

    /** Ends what is under way, and what sources have opened to tell of changes: nobody waits for that here. */
    @Override
    public void close() {
        for (CompletableFuture<Discovered> answer : answers) {
            answer.cancel(true);
            if (!answer.isCompletedExceptionally()) {
                answer.join().dismiss();
            }
        }
        for (AutoCloseable source : owned) {
            try {
                source.close();
            } catch (Exception e) {
                log.error("What looks up backends did not close", e);
            }
        }
    }
}
