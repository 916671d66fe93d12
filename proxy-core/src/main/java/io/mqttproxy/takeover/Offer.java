package io.mqttproxy.takeover;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Waits on a Unix socket for the process that will replace this one.
 *
 * <p>Only a process of the same user, or root's, is heard; it could stop this one anyway. Thread-safe.
 */
public final class Offer implements AutoCloseable {

    /**
     * Between two words a successor looks its backends up, for a minute at most; one that hangs must not keep others away for
     * ever.
     */
    private static final int SILENCE_SECONDS = 180;

    private static final int FILE_TYPE = 0170000; // S_IFMT and S_IFSOCK of stat(2)
    private static final int SOCKET = 0140000;

    private final Channel channel;

    private final Succeeding succeeding;

    private Offer(Channel channel, Succeeding succeeding) {
        this.channel = channel;
        this.succeeding = succeeding;
    }

    /**
     * Opens the socket; blocks until it is there. A file of that name is replaced: whoever made it was asked before, or is
     * gone.
     *
     * @param loop of epoll; everything happens there
     * @param path at most 107 bytes, as unix(7) has it
     * @throws IOException when the socket cannot be made
     */
    public static Offer open(EventLoop loop, Path path, Succession succession) throws IOException {
        Succeeding succeeding = new Succeeding(succession);
        ServerBootstrap socket = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel accepted) throws IOException {
                        accepted.pipeline()
                                .addLast(new PeerCheck())
                                .addLast(new ReadTimeoutHandler(SILENCE_SECONDS))
                                .addLast(new OfferHandler(succeeding));
                    }
                });
        makeRoom(path);
        ChannelFuture bound =
                socket.bind(new DomainSocketAddress(path.toFile())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(path + ": " + bound.cause().getMessage(), bound.cause());
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new Offer(bound.channel(), succeeding);
    }

    /** A path that was mistyped must not cost a key. */
    private static void makeRoom(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & FILE_TYPE) != SOCKET) {
                throw new IOException(path + ": is there, and no socket");
            }
            Files.delete(path);
        }
    }

    /** Hands nothing over any more, because this process ends; does not wait. */
    public void withdraw() {
        channel.eventLoop().execute(() -> {
            succeeding.end();
            channel.close();
        });
    }

    /** Takes the file away; after a takeover nothing is left to do, because the file is the successor's. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
