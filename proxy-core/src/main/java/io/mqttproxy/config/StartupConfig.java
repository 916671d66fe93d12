package io.mqttproxy.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the proxy comes.
 *
 * @param warmUp how long it rehearses before its ports open; null = not at all
 * @param upgradeSocket the Unix socket where a running proxy is found and its ports are taken over; null = nowhere
 */
public record StartupConfig(
        @Nullable Duration warmUp, @Nullable FileRef upgradeSocket) {

    /** For a file that says nothing. */
    public static final StartupConfig DEFAULTS = new StartupConfig(Duration.ofSeconds(2), null);
}
