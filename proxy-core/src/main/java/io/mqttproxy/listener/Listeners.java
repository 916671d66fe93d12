package io.mqttproxy.listener;

import io.mqttproxy.config.BindAddress;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.Problem;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The open ports of a proxy.
 *
 * <p>A set of listeners is replaced in two steps: {@link #prepare} binds what is new, which may fail and then leaves
 * everything as it is; {@link Change#commit} cannot fail. Sockets belong to their address, not to the name of a listener:
 * an address that stays keeps its sockets, and with them the clients that wait in the kernel, whatever else changes.
 *
 * <p>One change at a time, by threads that may block; {@link #addresses} by any thread.
 */
public final class Listeners implements AutoCloseable {

    /**
     * What sockets are recognised by.
     *
     * @param name of the listener when the system chooses the port, so that two of them are not one; else empty
     */
    private record Place(String host, int port, String name) {
        static Place of(ListenerConfig listener) {
            BindAddress bind = listener.bind();
            return new Place(bind.host(), bind.port(), bind.port() == 0 ? listener.name() : "");
        }
    }

    private final Function<InetSocketAddress, List<ServerBootstrap>> sockets;
    private volatile Map<Place, Listener> open = Map.of();
    private volatile Map<String, InetSocketAddress> addresses = Map.of();

    /**
     * Without any port.
     *
     * @param sockets event loops, channel type and options of each socket for clients, by the address to bind
     */
    public Listeners(Function<InetSocketAddress, List<ServerBootstrap>> sockets) {
        this.sockets = sockets;
    }

    /**
     * Binds the addresses that are not bound yet; clients who connect there wait until the change is committed. Blocks.
     *
     * @param wanted all listeners, in the order of the configuration
     * @throws ConfigException when addresses cannot be had; nothing has changed then
     */
    public Change prepare(Collection<ListenerConfig> wanted) throws ConfigException {
        Map<Place, Listener> fresh = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (ListenerConfig listener : wanted) {
            Place place = Place.of(listener);
            if (open.containsKey(place)) {
                continue;
            }
            try {
                InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
                fresh.put(place, Listener.bind(address, sockets.apply(address)));
            } catch (BindException e) {
                problems.add(new Problem(listener.bind().source(), e.getMessage() + " (expected: a free address)"));
            }
        }
        Change change = new Change(List.copyOf(wanted), fresh);
        if (!problems.isEmpty()) {
            change.abandon();
            throw new ConfigException(problems);
        }
        return change;
    }

    /** Where each listener is bound, by name in the order of the configuration, with the real port where 0 is configured. */
    public Map<String, InetSocketAddress> addresses() {
        return addresses;
    }

    /** The sockets of all ports. */
    public List<Channel> sockets() {
        return open.values().stream()
                .flatMap(listener -> listener.channels().stream())
                .toList();
    }

    /** Stops to accept everywhere; established connections are not touched. */
    @Override
    public void close() {
        Collection<Listener> closing = open.values();
        open = Map.of();
        closing.forEach(Listener::close);
    }

    /** Ports that are bound and wait to be used, beside those in use. */
    public final class Change {

        private final List<ListenerConfig> wanted;
        private final Map<Place, Listener> fresh;

        private Change(List<ListenerConfig> wanted, Map<Place, Listener> fresh) {
            this.wanted = wanted;
            this.fresh = fresh;
        }

        /**
         * Every wanted listener accepts and does as it is told from now on; those that are not wanted stop to accept.
         *
         * @param initializers by listener name, one for each that is wanted
         */
        public void commit(Map<String, ClientInitializer> initializers) {
            Map<Place, Listener> before = open;
            Map<Place, Listener> after = new HashMap<>();
            Map<String, InetSocketAddress> names = new LinkedHashMap<>();
            for (ListenerConfig config : wanted) {
                Place place = Place.of(config);
                Listener listener = Objects.requireNonNull(fresh.getOrDefault(place, before.get(place)));
                after.put(place, listener);
                names.put(config.name(), listener.address());
                listener.serve(Objects.requireNonNull(initializers.get(config.name())));
            }
            open = Map.copyOf(after);
            addresses = Collections.unmodifiableMap(names);
            before.forEach((place, listener) -> {
                if (!after.containsKey(place)) {
                    listener.close();
                }
            });
        }

        /** Gives the new ports back; everything else stays as it is. */
        public void abandon() {
            fresh.values().forEach(Listener::close);
        }
    }
}
