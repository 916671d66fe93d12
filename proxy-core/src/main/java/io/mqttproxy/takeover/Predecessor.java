package io.mqttproxy.takeover;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.PeerCredentials;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs already, with its listening sockets. For one thread that may block; not an event loop.
 *
 * <p>As long as {@link #retire} was not called, closing this undoes everything, and the predecessor serves on.
 */
public final class Predecessor implements AutoCloseable {

    /** Each answer takes the other process microseconds, and closing its ports milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** It may be in the middle of a reload that waits for name servers. */
    private static final Duration RETIREMENT = Duration.ofMinutes(5);

    private final Path path;
    private final Channel channel;
    private final PredecessorHandler answers;
    private final List<EpollServerSocketChannel> sockets = new ArrayList<>();

    private Predecessor(Path path, Channel channel, PredecessorHandler answers) {
        this.path = path;
        this.channel = channel;
        this.answers = answers;
    }

    /**
     * Looks for a running process and takes its sockets into this one, too.
     *
     * @param loop of epoll
     * @param path of its Unix socket
     * @return null when no process is there
     * @throws TakeoverException when there is one, and it does not give its sockets
     */
    public static @Nullable Predecessor find(EventLoop loop, Path path) throws TakeoverException {
        @Nullable Predecessor found = connect(loop, path);
        if (found == null) {
            return null;
        }
        try {
            found.requireOwn();
            for (FileDescriptor socket : found.await(found.answers.sockets(found.channel))) {
                found.sockets.add(new EpollServerSocketChannel(socket.intValue()));
            }
            return found;
        } catch (TakeoverException e) {
            found.close();
            throw e;
        }
    }

    /**
     * Has the running process start another one, with the arguments that it was started with itself.
     *
     * @return the process id of the new one, which may still fail; null when no process is there
     * @throws TakeoverException when it cannot be started
     */
    public static @Nullable Long startSuccessor(EventLoop loop, Path path) throws TakeoverException {
        try (@Nullable Predecessor found = connect(loop, path)) {
            return found == null ? null : found.await(found.answers.successor(found.channel));
        }
    }

    /**
     * Which process it is that clients are accepted by.
     *
     * @return its process id; null when no process is there
     * @throws TakeoverException when it cannot be told
     */
    public static @Nullable Long processId(EventLoop loop, Path path) throws TakeoverException {
        try (@Nullable Predecessor found = connect(loop, path)) {
            return found == null
                    ? null
                    : (long) ((EpollDomainSocketChannel) found.channel)
                            .peerCredentials()
                            .pid();
        } catch (IOException e) {
            throw new TakeoverException(path + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Predecessor connect(EventLoop loop, Path path) throws TakeoverException {
        PredecessorHandler answers = new PredecessorHandler();
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                .handler(answers)
                .connect(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        if (connected.isSuccess()) {
            return new Predecessor(path, connected.channel(), answers);
        }
        Throwable cause = connected.cause();
        // A file that a process left behind when it was killed refuses connections.
        if (cause instanceof FileNotFoundException || cause instanceof ConnectException) {
            return null;
        }
        throw new TakeoverException(path + ": " + cause.getMessage(), cause);
    }

    /** In a folder that others may write to, anybody could pretend to be the running proxy. */
    private void requireOwn() throws TakeoverException {
        try {
            PeerCredentials peer = ((EpollDomainSocketChannel) channel).peerCredentials();
            PeerCheck.requireOwn(peer.pid(), peer.uid());
        } catch (IOException e) {
            throw new TakeoverException(path + ": " + e.getMessage(), e);
        }
    }

    /** All sockets of an address; they are the caller's from now on, not registered with an event loop yet. */
    public List<EpollServerSocketChannel> take(InetSocketAddress address) {
        List<EpollServerSocketChannel> taken = new ArrayList<>();
        for (Iterator<EpollServerSocketChannel> each = sockets.iterator(); each.hasNext(); ) {
            EpollServerSocketChannel socket = each.next();
            if (address.equals(socket.localAddress())) {
                taken.add(socket);
                each.remove();
            }
        }
        return taken;
    }

    /**
     * Tells the predecessor that this process accepts now; returns when it has stopped to accept and given up the Unix socket.
     *
     * @throws TakeoverException when it does not, or when the connection ends; then look whether it is still there
     */
    public void retire() throws TakeoverException {
        await(answers.retirement(channel), RETIREMENT);
    }

    private <T> T await(CompletableFuture<T> answer) throws TakeoverException {
        return await(answer, PATIENCE);
    }

    private <T> T await(CompletableFuture<T> answer, Duration patience) throws TakeoverException {
        try {
            return answer.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false); // descriptors that come later are closed
            throw new TakeoverException(path + ": the running process does not answer", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new TakeoverException(path + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TakeoverException(path + ": interrupted", e);
        }
    }

    /** Closes the sockets that nobody took, in this process only, and the connection. */
    @Override
    public void close() {
        sockets.forEach(socket -> socket.unsafe().closeForcibly());
        sockets.clear();
        channel.close().awaitUninterruptibly();
    }
}
