package io.mqttproxy;

import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.takeover.Offer;
import io.mqttproxy.takeover.Predecessor;
import io.mqttproxy.takeover.Succession;
import io.mqttproxy.takeover.TakeoverException;
import io.netty.channel.EventLoop;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of the process before this one, and the offer of ours to the next. Does nothing where no
 * {@code startup.upgradeSocket} is configured. For one thread that may block.
 */
final class Takeover implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Takeover.class);

    private final EventLoops loops;
    private final @Nullable FileRef socket;
    private @Nullable Predecessor predecessor;
    private @Nullable Offer offer;

    private Takeover(EventLoops loops, @Nullable FileRef socket) {
        this.loops = loops;
        this.socket = socket;
    }

    /**
     * Looks for a running process; if there is one, whatever is bound from now on takes its sockets.
     *
     * @throws StartException when there is one, and it does not give them, or when this transport cannot take them
     */
    static Takeover begin(ProxyConfig config, EventLoops loops) throws StartException {
        @Nullable FileRef socket = config.startup().upgradeSocket();
        Takeover takeover = new Takeover(loops, socket);
        if (socket != null) {
            takeover.find(socket);
        }
        return takeover;
    }

    private void find(FileRef socket) throws StartException {
        try {
            @Nullable Predecessor found = Predecessor.find(epoll(socket), socket.path());
            predecessor = found;
            if (found != null) {
                loops.inherit(found::take);
            }
        } catch (TakeoverException e) {
            throw new StartException(socket.source() + ": " + e.getMessage(), e);
        }
    }

    private EventLoop epoll(FileRef socket) throws StartException {
        @Nullable EventLoop loop = loops.epoll();
        if (loop == null) {
            throw new StartException(
                    socket.source() + ": sockets are handed over with epoll only (expected: transport.type"
                            + " auto or epoll, on Linux)");
        }
        return loop;
    }

    /**
     * This process accepts clients now: has the one before stop to, and answers operators from then on.
     *
     * @param admin null = no admin port
     * @throws StartException when the one before goes on; two of them would share the clients for ever
     */
    void finish(@Nullable AdminServer admin) throws StartException {
        @Nullable Predecessor before = predecessor;
        if (before != null && socket != null) {
            retire(before, socket);
            forget(before);
        }
        if (admin != null) {
            admin.socket().config().setAutoRead(true);
        }
    }

    private void retire(Predecessor before, FileRef socket) throws StartException {
        try {
            before.retire();
            log.info("The ports of the process before are ours");
        } catch (TakeoverException e) {
            if (isThere(socket)) {
                throw new StartException(socket.source() + ": " + e.getMessage() + "; it serves on", e);
            }
            log.warn("The process before is gone: {}", e.getMessage());
        }
    }

    private boolean isThere(FileRef socket) throws StartException {
        try {
            return Predecessor.processId(epoll(socket), socket.path()) != null;
        } catch (TakeoverException e) {
            return true;
        }
    }

    private void forget(Predecessor before) {
        loops.inherit(EventLoops.NOTHING_INHERITED);
        before.close();
        predecessor = null;
    }

    /**
     * Waits for a successor from now on.
     *
     * @throws StartException when the Unix socket cannot be made
     */
    void offer(Succession succession) throws StartException {
        if (socket == null) {
            return;
        }
        try {
            offer = Offer.open(epoll(socket), socket.path(), succession);
        } catch (IOException e) {
            throw new StartException(
                    socket.source() + ": " + e.getMessage() + " (expected: a folder where sockets can be made)", e);
        }
    }

    /** This process is to end: nobody takes over from it any more. Does not wait. */
    void withdraw() {
        if (offer != null) {
            offer.withdraw();
        }
    }

    @Override
    public void close() {
        if (predecessor != null) {
            forget(predecessor);
        }
        if (offer != null) {
            offer.close();
        }
    }
}
