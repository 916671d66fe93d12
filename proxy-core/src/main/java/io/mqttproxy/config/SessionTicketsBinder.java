package io.mqttproxy.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a listener's key {@code tls.sessionTickets}: {@code off}, or {@code {keysFile, lifetime}}. */
final class SessionTicketsBinder {
    static final List<String> KEYS = List.of("keysFile", "lifetime");
    static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);

    /** BoringSSL lets no TLS 1.3 session become older than two days. */
    private static final DurationReader LIFETIME = new DurationReader(Duration.ofMinutes(1), Duration.ofDays(2));

    private static final TextRule OFF = new TextRule("off"::equals, "off, or a mapping with keysFile");
    private static final String KEYS_FILE = "a file with one key of at least 32 bytes in base64 or hex on each line";

    private SessionTicketsBinder() {}

    /** The default also when the section is wrong, which has been reported then. */
    static SessionTicketsConfig bind(@Nullable Value value) {
        if (value == null) {
            return SessionTicketsConfig.Simple.OWN_KEYS;
        }
        if (value.isText()) {
            value.read(OFF);
            return SessionTicketsConfig.Simple.OFF;
        }
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return SessionTicketsConfig.Simple.OWN_KEYS;
        }
        Value keys = mapping.require("keysFile", KEYS_FILE);
        FileRef keysFile = keys == null ? null : FileRefReader.existing(keys, KEYS_FILE);
        Duration lifetime = mapping.read("lifetime", LIFETIME, DEFAULT_LIFETIME);
        return keysFile == null
                ? SessionTicketsConfig.Simple.OWN_KEYS
                : new SessionTicketsConfig.Shared(keysFile, lifetime);
    }
}
