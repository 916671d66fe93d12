package io.mqttproxy.relay;

import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.routing.Cidr;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are meant: those with all of the given properties. Null asks for nothing.
 *
 * @param id the connection's id
 * @param clientId the client identifier as the client sent it
 * @param identity the value of the listener's identity rule
 * @param address where the client connected from
 * @param backend the name of the backend that has its CONNECT
 * @param listener the listener's name
 */
public record SessionFilter(
        @Nullable String id,
        @Nullable NameTest clientId,
        @Nullable NameTest identity,
        @Nullable Cidr address,
        @Nullable String backend,
        @Nullable String listener) {

    /** What a name must be like. */
    @FunctionalInterface
    public interface NameTest {

        /** Whether a name is meant; null is none. */
        boolean matches(@Nullable String name);
    }

    /** Whether a connection is meant. On the event loop of the connection. */
    boolean matches(Session session) {
        return isOrAny(id, session.id())
                && isOrAny(listener, session.listener())
                && (identity == null || identity.matches(session.identity()))
                && (clientId == null || clientId.matches(clientId(session)))
                && (backend == null || Objects.equals(backend, backendName(session)))
                && (address == null
                        || address.contains(session.clientAddress().getAddress().getHostAddress()));
    }

    private static boolean isOrAny(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static @Nullable String clientId(Session session) {
        @Nullable ConnectPacket connect = session.connect();
        return connect == null ? null : connect.clientId();
    }

    private static @Nullable String backendName(Session session) {
        @Nullable BackendLink link = session.backend();
        return link == null ? null : link.name();
    }
}
