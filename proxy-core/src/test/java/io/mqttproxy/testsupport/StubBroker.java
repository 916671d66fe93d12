package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * A minimal MQTT endpoint on 127.0.0.1 that keeps the bytes of every connection exactly as they came. It understands of
 * MQTT only where a CONNECT ends. Thread-safe; one thread per connection.
 */
public final class StubBroker implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ServerSocket server;
    private final StubBehaviour behaviour;
    private final List<StubConnection> connections = new CopyOnWriteArrayList<>();

    private final Thread acceptor;

    private StubBroker(ServerSocket server, StubBehaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        this.acceptor = daemon("stub-broker-" + server.getLocalPort(), this::accept);
    }

    /** Starts one on a port that nobody else gets once it is gone. */
    public static StubBroker start(StubBehaviour behaviour) {
        try {
            return start(behaviour, FreePort.listen(BACKLOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one on a port that is known already, for a broker that comes back. */
    public static StubBroker start(StubBehaviour behaviour, int port) {
        try {
            return start(behaviour, new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
        }
    }

    private static StubBroker start(StubBehaviour behaviour, ServerSocket server) {
        StubBroker broker = new StubBroker(server, behaviour);
        broker.acceptor.start();
        return broker;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                StubConnection connection = new StubConnection(socket, behaviour);
                connections.add(connection);
                daemon("stub-connection-" + socket.getPort(), connection::run).start();
            }
        } catch (IOException e) {
            // the server socket was closed: the broker is gone, and so are those that came in meanwhile
            connections.forEach(StubConnection::reset);
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    /** All connections so far, ended ones too, in the order of their arrival. */
    public List<StubConnection> connections() {
        return List.copyOf(connections);
    }

    /** Waits at most 10 seconds for the connection with this number, 0 = the first, and returns it. */
    public StubConnection awaitConnection(int index) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(LIMIT)
                .until(() -> connections.size() > index);
        return connections.get(index);
    }

    /**
     * Stops listening and resets every connection, as if the broker's process had been killed. Idempotent.
     *
     * <p>The kernel goes on to listen until the thread in accept(2) has come back from it, so that is waited for.
     */
    public void kill() {
        try {
            server.close();
            acceptor.join(LIMIT.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(StubConnection::reset);
    }

    @Override
    public void close() {
        kill();
    }
}
