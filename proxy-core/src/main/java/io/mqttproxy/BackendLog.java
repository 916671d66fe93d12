package io.mqttproxy;

import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.BackendView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when a backend goes out of use and when it comes back, whoever found out. */
final class BackendLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendLog.class);

    private final Supplier<Collection<BackendTarget>> backends;
    private final Map<BackendState, BackendView.State> known = new HashMap<>();
    private @Nullable ScheduledFuture<?> looks;

    /** @param backends those of the moment */
    BackendLog(Supplier<Collection<BackendTarget>> backends) {
        this.backends = backends;
    }

    /** Looks once a second; a state that lasts shorter has no line. */
    void start(ScheduledExecutorService executor) {
        backends.get()
                .forEach(backend -> known.put(backend.state(), backend.state().state()));
        looks = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        Collection<BackendTarget> now = backends.get();
        known.keySet().retainAll(now.stream().map(BackendTarget::state).collect(Collectors.toSet()));
        for (BackendTarget backend : now) {
            if (known.get(backend.state()) == backend.state().state()) {
                continue;
            }
            BackendView view = backend.state().view();
            known.put(backend.state(), view.state());
            if (view.state() == BackendView.State.UP) {
                log.info("Backend {} of cluster {} is up: {}", view.name(), backend.cluster(), view.reason());
            } else {
                log.warn(
                        "Backend {} of cluster {} is {}: {}",
                        view.name(),
                        backend.cluster(),
                        view.state(),
                        view.reason());
            }
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
