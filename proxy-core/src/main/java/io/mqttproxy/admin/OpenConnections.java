package io.mqttproxy.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the admin port, of which there may be few. When all places are taken, who has not said what he wants
 * yet makes room: the oldest one of the address that has the most of them. So whoever opens connections and says nothing, or
 * stops in the middle of a handshake, keeps no probe out. On one event loop.
 */
final class OpenConnections {

    private static final InetAddress NOWHERE = InetAddress.getLoopbackAddress();

    private final int most;
    private int open;

    /** Those without a whole request, the oldest first, by where they come from. */
    private final Map<Channel, InetAddress> waiting = new LinkedHashMap<>();

    /** @param most how many there may be */
    OpenConnections(int most) {
        this.most = most;
    }

    /** Whether a new connection may stay; another one may have been closed for it. */
    boolean admit(Channel channel) {
        if (open >= most && !makeRoom()) {
            return false;
        }
        open++;
        waiting.put(channel, source(channel));
        channel.closeFuture().addListener(closed -> {
            open--;
            waiting.remove(channel);
        });
        return true;
    }

    /** A whole request of a connection is there. */
    void heard(Channel channel) {
        waiting.remove(channel);
    }

    private boolean makeRoom() {
        @Nullable Channel victim = victim();
        if (victim == null) {
            return false;
        }
        waiting.remove(victim);
        closeAtOnce(victim);
        return true;
    }

    /** Past all handlers, of which one may still wait for something. */
    private static void closeAtOnce(Channel victim) {
        @Nullable ChannelHandlerContext first = victim.pipeline().firstContext();
        if (first == null) {
            victim.close();
        } else {
            first.close();
        }
    }

    private @Nullable Channel victim() {
        Map<InetAddress, Integer> counts = new HashMap<>();
        waiting.values().forEach(source -> counts.merge(source, 1, Integer::sum));
        int largest = counts.values().stream().max(Integer::compare).orElse(0);
        for (Map.Entry<Channel, InetAddress> each : waiting.entrySet()) {
            if (Objects.equals(counts.get(each.getValue()), largest)) {
                return each.getKey();
            }
        }
        return null;
    }

    private static InetAddress source(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : NOWHERE;
    }
}
