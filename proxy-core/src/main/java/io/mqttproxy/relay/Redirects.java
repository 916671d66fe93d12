package io.mqttproxy.relay;

import io.mqttproxy.mqtt.AnswerLimits;
import io.mqttproxy.mqtt.ServerReference;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told in place of the names that brokers know each other by. A reference without a public name is left
 * out: an internal address is of no use outside, and says more than it should.
 *
 * @param names public references by those of the brokers; empty where none are told
 * @param follow whether the proxy goes to the other server itself where it can
 */
public record Redirects(Map<String, String> names, boolean follow) {

    /** Copies the names. */
    public Redirects {
        names = Map.copyOf(names);
    }

    /**
     * A CONNACK or DISCONNECT of MQTT 5 as the client is to see it.
     *
     * @param packet whole; consumed
     * @param limits what the client takes
     * @return the same packet or another; owned by the caller
     * @throws io.mqttproxy.mqtt.MalformedPacketException when it cannot be read
     */
    ByteBuf forClient(ByteBufAllocator allocator, ByteBuf packet, AnswerLimits limits) {
        boolean unchanged = false;
        try {
            @Nullable String references = ServerReference.of(packet);
            unchanged = references == null;
            return references == null
                    ? packet
                    : ServerReference.replace(allocator, packet, publicNames(references), limits);
        } finally {
            if (!unchanged) {
                packet.release();
            }
        }
    }

    /** Null when none is left. */
    private @Nullable String publicNames(String references) {
        List<String> known = new ArrayList<>();
        for (String reference : references.split(" +", -1)) {
            @Nullable String name = names.get(reference);
            if (name != null) {
                known.add(name);
            }
        }
        return known.isEmpty() ? null : String.join(" ", known);
    }
}
