package io.mqttproxy;

import io.mqttproxy.admin.BanControl;
import io.mqttproxy.admin.ClientControl.BusyException;
import io.mqttproxy.relay.BannedBy;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.relay.SessionControl;
import io.mqttproxy.relay.SessionControl.TooManyEndingsException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators keep clients out.
 *
 * @param bans with the file that keeps them
 * @param control ends the connections of those who are banned
 */
record BanAdmin(KeptBans bans, SessionControl control) implements BanControl {

    @Override
    public List<Ban> list() {
        return bans.list().stream()
                .map(ban -> new Ban(ban.kind().word(), ban.value(), ban.since(), ban.until(), ban.reason()))
                .toList();
    }

    @Override
    public @Nullable String unwritten() {
        return bans.problem();
    }

    /** The ban comes first: who connects while the others are looked for is refused. */
    @Override
    public CompletionStage<Integer> ban(
            String kind, String value, @Nullable Instant until, @Nullable String reason, int perSecond)
            throws BusyException {
        io.mqttproxy.relay.Ban ban = bans.add(BannedBy.of(kind).orElseThrow(), value, until, reason);
        try {
            return control.end(ban.filter(), CloseReason.BANNED, perSecond);
        } catch (TooManyEndingsException e) {
            throw new BusyException(e.getMessage());
        }
    }

    @Override
    public boolean lift(String kind, String value) {
        return bans.remove(BannedBy.of(kind).orElseThrow(), value);
    }
}
