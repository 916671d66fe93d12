package io.mqttproxy.takeover;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection of another user (SO_PEERCRED, unix(7)) before it has said a word, whatever the folder's permissions are;
 * leaves the pipeline otherwise.
 */
final class PeerCheck extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);
    private static final int ROOT = 0;

    private final int owner;

    /** Blocks for a moment. */
    PeerCheck() throws IOException {
        this.owner = user();
    }

    /** The user of this process. */
    private static int user() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /**
     * Makes sure that the sockets of a process may be served as our own.
     *
     * @param process its id
     * @param owner the user that it is of
     * @throws IOException when it is another user's
     */
    static void requireOwn(int process, int owner) throws IOException {
        if (owner != ROOT && owner != user()) {
            throw new IOException("process " + process + " of user " + owner
                    + " listens there (expected: a folder where nobody else can)");
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws IOException {
        PeerCredentials peer = ((EpollDomainSocketChannel) ctx.channel()).peerCredentials();
        if (peer.uid() != ROOT && peer.uid() != owner) {
            log.warn("Process {} of user {} asked for our sockets and gets nothing", peer.pid(), peer.uid());
            ctx.close();
            return;
        }
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }
}
