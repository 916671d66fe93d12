package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a cluster whose list of backends changes. Those that stay keep their {@link BackendState} and with it all
 * that is known of them; so does one that left and comes back while it still has clients.
 *
 * <p>Used by one thread at a time.
 */
public final class Roster {

    private final Function<Backend, BackendState> maker;
    private final Map<String, BackendState> present = new LinkedHashMap<>();
    /** Those that left and that may still have clients. */
    private final Set<BackendState> leaving = new HashSet<>();

    /**
     * With nobody.
     *
     * @param maker makes the state of a backend that is new
     */
    public Roster(Function<Backend, BackendState> maker) {
        this.maker = maker;
    }

    /**
     * With everybody of another roster, which is not used any more: those that stay and those that left. They go on as they
     * are until {@link #update} says who of them is still there.
     *
     * @param maker makes the state of a backend that is new
     */
    public Roster(Function<Backend, BackendState> maker, Roster before) {
        this(maker);
        present.putAll(before.present);
        leaving.addAll(before.leaving);
    }

    /** Everybody: those that are present, and those that left and were not forgotten. */
    public List<BackendState> all() {
        return Stream.concat(present.values().stream(), leaving.stream()).toList();
    }

    /** All leave: the cluster is there no more. */
    public void dismiss() {
        present.values().forEach(this::leave);
        present.clear();
    }

    /**
     * What another list means.
     *
     * @param present all that are on the list, in its order
     * @param joined those of them that were not before
     * @param left those that were before and are not any more; their clients are still with them
     */
    public record Change(List<BackendState> present, List<BackendState> joined, List<BackendState> left) {}

    /**
     * Takes another list. Backends that join while others serve already start slowly.
     *
     * @param backends each name once
     */
    public Change update(List<Backend> backends) {
        boolean others = !present.isEmpty();
        Map<String, BackendState> before = new HashMap<>(present);
        present.clear();
        List<BackendState> joined = new ArrayList<>();
        for (Backend backend : backends) {
            @Nullable BackendState known = before.get(backend.name());
            if (known != null && known.isSame(backend)) {
                before.remove(backend.name());
                known.reconfigure(backend);
                present.put(backend.name(), known);
            } else {
                BackendState state = returning(backend);
                present.put(backend.name(), state);
                joined.add(state);
                if (others) {
                    state.startSlowly();
                }
            }
        }
        before.values().forEach(this::leave);
        return new Change(List.copyOf(present.values()), List.copyOf(joined), List.copyOf(before.values()));
    }

    private void leave(BackendState state) {
        state.left(true);
        leaving.add(state);
    }

    private BackendState returning(Backend backend) {
        for (BackendState state : leaving) {
            if (state.isSame(backend)) {
                leaving.remove(state);
                state.left(false);
                state.reconfigure(backend);
                return state;
            }
        }
        return maker.apply(backend);
    }

    /** Forgets those that left and have no client any more, and tells which. */
    public List<BackendState> forgetEmpty() {
        List<BackendState> gone =
                leaving.stream().filter(state -> state.connections() == 0).toList();
        gone.forEach(leaving::remove);
        return gone;
    }
}
