package io.mqttproxy.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A proxy without listeners, clients and bans. */
final class TestOperators {

    private TestOperators() {}

    static OperatorViews views() {
        return new OperatorViews(
                new EmptyProxy(), new NoClients(), List::of, new NoBans(), new NoBundles(), Runnable::run, Set.of());
    }

    /** Revocations have tests of their own. */
    static final class NothingRevoked implements RevocationView {
        @Override
        public Map<String, Set<String>> list() {
            return Map.of();
        }

        @Override
        public CompletionStage<Integer> revoke(String property, String value) {
            return CompletableFuture.completedFuture(0);
        }

        @Override
        public boolean restore(String property, String value) {
            return false;
        }
    }

    /** Stays as it is. */
    static final class SameConfiguration implements ConfigurationView {
        @Override
        public Map<String, Object> show() {
            return Map.of();
        }

        @Override
        public CompletionStage<Reload> reload() {
            return CompletableFuture.completedFuture(new Reload("0", List.of()));
        }
    }

    /** Has no loggers. */
    static final class QuietLog implements LogControl {
        @Override
        public List<LoggerLevel> list() {
            return List.of();
        }

        @Override
        public @Nullable LoggerLevel find(String logger) {
            return null;
        }

        @Override
        public @Nullable LoggerLevel set(String logger, String level, @Nullable Duration span) {
            return null;
        }

        @Override
        public boolean reset(String logger) {
            return false;
        }
    }

    private static final class EmptyProxy implements ProxyView {
        @Override
        public ProcessFacts process() {
            return new ProcessFacts("1.0", Instant.EPOCH, false, 1, 2, 3, List.of(4_000L));
        }

        @Override
        public List<Listener> listeners() {
            return List.of();
        }

        @Override
        public List<Certificate> certificates() {
            return List.of();
        }
    }

    private static final class NoClients implements ClientControl {
        @Override
        public CompletionStage<Page> list(ClientFilter filter, String after, int limit) {
            return CompletableFuture.completedFuture(new Page(0, List.of(), null));
        }

        @Override
        public CompletionStage<Integer> disconnect(ClientFilter filter, int perSecond) {
            return CompletableFuture.completedFuture(0);
        }
    }

    private static final class NoBundles implements BundleControl {
        @Override
        public Change put(String name, Upload upload) throws RefusedException {
            throw new RefusedException(Obstacle.NOT_MANAGED, "1", List.of("nowhere to keep it (expected: a folder)"));
        }

        @Override
        public Change delete(String name) throws RefusedException {
            throw new RefusedException(Obstacle.UNKNOWN, "1", List.of("no such bundle (expected: another)"));
        }

        @Override
        public List<Change> changes() {
            return List.of();
        }
    }

    private static final class NoBans implements BanControl {
        @Override
        public @Nullable String unwritten() {
            return null;
        }

        @Override
        public List<Ban> list() {
            return List.of();
        }

        @Override
        public CompletionStage<Integer> ban(
                String kind, String value, @Nullable Instant until, @Nullable String reason, int perSecond) {
            return CompletableFuture.completedFuture(0);
        }

        @Override
        public boolean lift(String kind, String value) {
            return false;
        }
    }
}
