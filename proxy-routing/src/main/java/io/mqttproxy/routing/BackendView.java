package io.mqttproxy.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backend at one moment, for people and tools.
 *
 * @param name the backend's name
 * @param address {@code host:port}
 * @param weight its share, 0 to 1000
 * @param state whether new clients are sent there
 * @param reason the state in words
 * @param since when the state began
 * @param connections clients that are relayed to it
 * @param connects how long connects took within the last five minutes; null when there were none
 */
public record BackendView(
        String name,
        String address,
        int weight,
        State state,
        String reason,
        Instant since,
        int connections,
        @Nullable ConnectTimes connects) {

    /** Whether new clients are sent to a backend; when more than one applies, the one that stands first. */
    public enum State {
        /** Its weight is 0 or an operator drains it: never used for new clients. */
        DRAINED,
        /** Probes fail: used only when nothing better is left. */
        DOWN,
        /** Connects failed or clients were refused a moment ago: used only when nothing better is left. */
        EJECTED,
        /** In use. */
        UP
    }
}
