package io.mqttproxy;

import io.mqttproxy.listener.ConnectionIds;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.Bans;
import io.mqttproxy.relay.ClientMoves;
import io.mqttproxy.relay.PacedEnd;
import io.mqttproxy.relay.Sessions;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every configuration of a process uses, one after the other.
 *
 * @param scheduler must not be blocked
 * @param background single-threaded, may be blocked by files
 * @param kept the bans, with what keeps them
 */
record ProcessParts(
        EventLoops loops,
        ScheduledExecutorService scheduler,
        ScheduledExecutorService background,
        ProxyMetrics metrics,
        Sessions sessions,
        Logs logs,
        Traces traces,
        PacedEnd pacedEnd,
        ClientMoves moves,
        ConnectionIds ids,
        KeptBans kept) {

    /** Whom operators keep out. */
    Bans bans() {
        return kept.inForce();
    }
}
