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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Waits on a Unix socket for the process that will replace this one.
 *
 * <p>Only a process of the same user, or root's, is heard; it could stop this one anyway. Thread-safe.
 */
public final class Offer implements AutoCloseable {

    /** A successor warms nothing up between two words; one that hangs must not keep others away for ever. */
    private static final int SILENCE_SECONDS = 60;

    private final Channel channel;

    private Offer(Channel channel) {
        this.channel = channel;
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
        int user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Succeeding succeeding = new Succeeding(succession);
        ServerBootstrap socket = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel accepted) {
                        accepted.pipeline()
                                .addLast(new PeerCheck(user))
                                .addLast(new ReadTimeoutHandler(SILENCE_SECONDS))
                                .addLast(new OfferHandler(succeeding));
                    }
                });
        Files.deleteIfExists(path);
        ChannelFuture bound =
                socket.bind(new DomainSocketAddress(path.toFile())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(path + ": " + bound.cause().getMessage(), bound.cause());
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new Offer(bound.channel());
    }

    /** Takes the file away; after a takeover nothing is left to do, because the file is the successor's. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
