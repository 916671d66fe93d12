package io.mqttproxy.admin;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeping clients out. Called from the admin event loop. */
public interface BanControl {

    /** By what a client can be banned. */
    List<String> KINDS = List.of("clientId", "identity", "address");

    /**
     * A ban in force.
     *
     * @param kind one of {@link #KINDS}
     * @param value an identifier, an identity or a block of addresses
     * @param since when it was made
     * @param until when it ends by itself; null = never
     * @param reason in the operator's words, or null
     */
    record Ban(
            String kind,
            String value,
            Instant since,
            @Nullable Instant until,
            @Nullable String reason) {}

    /** All that are in force, the latest first. */
    List<Ban> list();

    /** Why bans are not in the file that should keep them; null when they are, or when none is configured. */
    @Nullable String unwritten();

    /**
     * Keeps a client out from now on and ends its connections.
     *
     * @param kind one of {@link #KINDS}
     * @param until when the ban ends by itself; null = never
     * @param reason in the operator's words, or null; no client is told
     * @param perSecond how many connections to end in a second, at least 1
     * @return how many connections are going to end
     * @throws IllegalArgumentException when the value is none of its kind, or there are too many bans; says what was expected
     * @throws ClientControl.BusyException when the ban is in force and connections cannot be ended now
     */
    CompletionStage<Integer> ban(
            String kind, String value, @Nullable Instant until, @Nullable String reason, int perSecond)
            throws ClientControl.BusyException;

    /**
     * Lifts a ban.
     *
     * @param kind one of {@link #KINDS}
     * @return whether there was one
     * @throws IllegalArgumentException when the value is none of its kind; says what was expected
     */
    boolean lift(String kind, String value);
}
