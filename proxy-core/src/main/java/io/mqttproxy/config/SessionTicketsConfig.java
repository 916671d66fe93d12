package io.mqttproxy.config;

import java.time.Duration;

/** Whether clients can resume their TLS sessions, and with whose keys. */
public sealed interface SessionTicketsConfig {

    /** The forms without settings. */
    enum Simple implements SessionTicketsConfig {
        /** Keys that are made at start, so that sessions are resumed by this process only. */
        OWN_KEYS,
        /** No session is ever resumed. */
        OFF
    }

    /**
     * Keys that a fleet shares.
     *
     * @param keysFile one key on each line
     * @param lifetime how old a ticket may become
     */
    record Shared(FileRef keysFile, Duration lifetime) implements SessionTicketsConfig {}
}
