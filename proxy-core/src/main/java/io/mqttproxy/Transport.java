package io.mqttproxy;

import io.mqttproxy.config.TransportConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kernel interface that moves the bytes. */
enum Transport {
    /** Linux epoll: three system calls for an isolated message; the default where its native part loads. */
    EPOLL(EpollSocketChannel.class, EpollDatagramChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory newIoHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ServerChannel newServerChannel(SocketProtocolFamily family) {
            return new EpollServerSocketChannel(family);
        }

        @Override
        SocketChannel newIpv4Channel() {
            return new EpollSocketChannel(SocketProtocolFamily.INET);
        }

        @Override
        boolean acceptsOnEachLoop() {
            return true;
        }
    },
    /** Linux io_uring: on par with epoll by our measurements, so only when asked for. */
    IO_URING(IoUringSocketChannel.class, IoUringDatagramChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory newIoHandlers() {
            return IoUringIoHandler.newFactory();
        }

        /** Netty's has no choice of family here: 0.0.0.0 takes IPv6 clients, too. */
        @Override
        ServerChannel newServerChannel(SocketProtocolFamily family) {
            return new IoUringServerSocketChannel();
        }

        /** No choice here, either. */
        @Override
        SocketChannel newIpv4Channel() {
            return new IoUringSocketChannel();
        }
    },
    /** Java NIO: everywhere. */
    NIO(NioSocketChannel.class, NioDatagramChannel.class) {
        @Override
        @Nullable Throwable unavailability() {
            return null;
        }

        @Override
        IoHandlerFactory newIoHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        ServerChannel newServerChannel(SocketProtocolFamily family) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family);
        }

        @Override
        SocketChannel newIpv4Channel() {
            return new NioSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET);
        }
    };

    private final Class<? extends SocketChannel> socketChannel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(Class<? extends SocketChannel> socketChannel, Class<? extends DatagramChannel> datagramChannel) {
        this.socketChannel = socketChannel;
        this.datagramChannel = datagramChannel;
    }

    /**
     * The transport for a configuration.
     *
     * @throws StartException when a transport is asked for by name that this machine does not have
     */
    static Transport choose(TransportConfig.Type type) throws StartException {
        return switch (type) {
            case AUTO -> EPOLL.unavailability() == null ? EPOLL : NIO;
            case EPOLL -> EPOLL.required();
            case IO_URING -> IO_URING.required();
            case NIO -> NIO;
        };
    }

    private Transport required() throws StartException {
        @Nullable Throwable cause = unavailability();
        if (cause != null) {
            throw new StartException(
                    "transport.type: " + name().toLowerCase(Locale.ROOT) + " is not available here: "
                            + cause.getMessage() + " (expected: auto, or a machine that has it)",
                    cause);
        }
        return this;
    }

    /** Why this transport cannot be used on this machine, or null when it can. */
    abstract @Nullable Throwable unavailability();

    /** What drives the channels of one group of event loops. */
    abstract IoHandlerFactory newIoHandlers();

    /**
     * A socket to listen on.
     *
     * @param family IPv4 for an IPv4 address: a socket of the other family that is bound to 0.0.0.0 would take IPv6
     *     clients, which nobody asked for
     */
    abstract ServerChannel newServerChannel(SocketProtocolFamily family);

    /** A socket to connect to an IPv4 address with: one of the other family does it, too, with more work for the kernel. */
    abstract SocketChannel newIpv4Channel();

    /** Whether each loop has a listening socket of its own; otherwise one thread accepts for all. */
    boolean acceptsOnEachLoop() {
        return false;
    }

    Class<? extends SocketChannel> socketChannel() {
        return socketChannel;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }
}
