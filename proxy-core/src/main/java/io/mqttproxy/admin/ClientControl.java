package io.mqttproxy.admin;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The live connections, and ending them. Called from the admin event loop; answers later. */
public interface ClientControl {

    /**
     * A live connection at one moment. What is not known of it yet is null.
     *
     * @param id as in the access log
     * @param since when it was accepted
     * @param client {@code address:port}
     * @param phase how far it has come, in one word
     * @param clientId as the client sent it; one of more than 256 characters is cut and ends in …, which makes it longer than that
     * @param username cut as the client identifier
     * @param identity cut as the client identifier
     * @param mqtt the protocol version
     * @param tls the version of TLS
     * @param bytesIn bytes of MQTT from the client
     * @param bytesOut bytes of MQTT to the client
     */
    record Client(
            String id,
            Instant since,
            String listener,
            String client,
            String phase,
            @Nullable String clientId,
            @Nullable String username,
            @Nullable String identity,
            @Nullable String mqtt,
            @Nullable String tls,
            @Nullable String cluster,
            @Nullable String backend,
            long bytesIn,
            long bytesOut) {}

    /**
     * Some of those that were asked for.
     *
     * @param connections how many there are in all, asked for or not
     * @param clients in the order in which they were accepted
     * @param next the {@code after} of the following page; null on the last one
     */
    record Page(
            int connections, List<Client> clients, @Nullable String next) {

        /** Copies the list. */
        public Page {
            clients = List.copyOf(clients);
        }
    }

    /**
     * Some connections.
     *
     * @param after only those behind the one of this id; empty = from the first
     * @param limit at least 1
     */
    CompletionStage<Page> list(ClientFilter filter, String after, int limit);

    /**
     * Ends connections.
     *
     * @param perSecond how many in a second, at least 1
     * @return how many are going to end
     * @throws BusyException when too many groups of connections are being ended already
     */
    CompletionStage<Integer> disconnect(ClientFilter filter, int perSecond) throws BusyException;

    /** Something cannot be begun before something else is done; the message says what. */
    final class BusyException extends Exception {

        private static final long serialVersionUID = 1L;

        /** With its message. */
        public BusyException(@Nullable String message) {
            super(message, null, false, false);
        }
    }
}
