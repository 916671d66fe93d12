package io.mqttproxy.relay;

import io.mqttproxy.metrics.Direction;
import io.mqttproxy.metrics.Label;
import io.mqttproxy.metrics.ListenerMetrics;
import io.mqttproxy.mqtt.PacketTally;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The packets of one listener's connections, by type and direction. Each event loop counts into tallies of its own; a scrape
 * adds them up. Used by all event loops at once.
 */
final class PacketBooks {

    /** What one event loop counts. */
    record Tallies(PacketTally toBackend, PacketTally toClient) {}

    private final Map<EventLoop, Tallies> byLoop = new ConcurrentHashMap<>();

    /** Shows what is counted from now on among the meters of the listener. */
    static PacketBooks of(ListenerMetrics metrics) {
        PacketBooks books = new PacketBooks();
        metrics.packets(List.of(PacketKind.values()), books::total);
        return books;
    }

    private PacketBooks() {}

    /** Where the connections of an event loop are counted. */
    Tallies on(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, first -> new Tallies(new PacketTally(), new PacketTally()));
    }

    private long total(Direction direction, Label kind) {
        int type = kind.ordinal() + 1;
        return byLoop.values().stream()
                .map(tallies -> direction == Direction.CLIENT_TO_BACKEND ? tallies.toBackend() : tallies.toClient())
                .mapToLong(tally -> tally.count(type))
                .sum();
    }
}
