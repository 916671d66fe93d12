package io.mqttproxy.systemd;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service manager says about itself in the environment, sd_notify(3) and sd_watchdog_enabled(3).
 *
 * @param socket a path, or {@code @} and a name of Linux's abstract namespace; null when nobody listens
 * @param watchdog the longest silence before the process is killed; null when there is no such limit
 */
record NotifySettings(@Nullable String socket, @Nullable Duration watchdog) {

    private static final long MICROS_TO_NANOS = 1_000;
    /** A day: more is no watchdog, and overflows nothing. */
    private static final long MOST_MICROS = 86_400_000_000L;

    /**
     * Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}; what cannot be read counts as not set, as
     * with sd_notify itself.
     *
     * @param pid this process; a watchdog may be meant for another one
     */
    static NotifySettings of(Map<String, String> environment, long pid) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        boolean understood = socket.length() > 1 && (socket.charAt(0) == '/' || socket.charAt(0) == '@');
        return new NotifySettings(understood ? socket : null, watchdog(environment, pid));
    }

    private static @Nullable Duration watchdog(Map<String, String> environment, long pid) {
        @Nullable String meant = environment.get("WATCHDOG_PID");
        if (meant != null && !meant.equals(Long.toString(pid))) {
            return null;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return micros <= 0 || micros > MOST_MICROS ? null : Duration.ofNanos(micros * MICROS_TO_NANOS);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
