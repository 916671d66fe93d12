package io.mqttproxy.testsupport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A name server on loopback that answers every query the same way, over UDP and over TCP, until it is told otherwise. */
public final class NameServer implements AutoCloseable {

    private static final int ATTEMPTS = 20;
    private static final int LIMIT_SECONDS = 30;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger udpQueries = new AtomicInteger();
    private final AtomicInteger tcpQueries = new AtomicInteger();
    private final Semaphore tcpClosed = new Semaphore(0);
    private final Channel tcp;
    private volatile List<DnsReply> overUdp = List.of();
    private volatile List<DnsReply> overTcp = List.of();

    private NameServer() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Channel listening = listen(loopback);
        ChannelFuture udp = receive(listening.localAddress());
        for (int attempt = 1; !udp.isSuccess() && attempt < ATTEMPTS; attempt++) { // somebody has the number over UDP
            listening.close().awaitUninterruptibly();
            listening = listen(loopback);
            udp = receive(listening.localAddress());
        }
        udp.syncUninterruptibly();
        tcp = listening;
    }

    private Channel listen(InetAddress loopback) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.closeFuture().addListener(closed -> tcpClosed.release());
                        channel.pipeline()
                                .addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new OverTcp());
                    }
                })
                .bind(loopback, 0)
                .syncUninterruptibly()
                .channel();
    }

    private ChannelFuture receive(SocketAddress address) {
        return new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new OverUdp());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
    }

    /** Starts one that says nothing at all. */
    public static NameServer start() {
        return new NameServer();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) tcp.localAddress();
    }

    /** Sends these for each query from now on, in this order; none = silence. */
    public NameServer udp(DnsReply... replies) {
        overUdp = List.of(replies);
        return this;
    }

    /** The same over TCP. */
    public NameServer tcp(DnsReply... replies) {
        overTcp = List.of(replies);
        return this;
    }

    /** How many queries came over UDP. */
    public int udpQueries() {
        return udpQueries.get();
    }

    /** How many queries came over TCP. */
    public int tcpQueries() {
        return tcpQueries.get();
    }

    /**
     * Waits until the asker has closed as many TCP connections. A resolver does so when it is done with a query, and only
     * then has it let go of the answer over UDP that was cut off.
     */
    public void awaitTcpClosed(int connections) {
        try {
            if (!tcpClosed.tryAcquire(connections, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the asker has not closed " + connections + " TCP connections");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Makes the answer when it is due: one that never is would leak. */
    private static void send(
            ChannelHandlerContext ctx, DnsReply reply, DnsQuestion question, Supplier<DnsResponse> response) {
        long millis = reply.after().toMillis();
        ctx.executor()
                .schedule(
                        () -> ctx.writeAndFlush(filled(response.get(), reply, question)),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private static DnsResponse filled(DnsResponse response, DnsReply reply, DnsQuestion question) {
        DnsQuestion claimed = reply.forgedQuestion() == null
                ? question
                : new DefaultDnsQuestion(reply.forgedQuestion(), question.type());
        response.setCode(reply.code()).setTruncated(reply.truncated()).addRecord(DnsSection.QUESTION, claimed);
        reply.records().forEach(record -> response.addRecord(DnsSection.ANSWER, record.encoded()));
        return response;
    }

    private static DnsQuestion question(DnsQuery query) {
        DnsQuestion asked = query.recordAt(DnsSection.QUESTION);
        return new DefaultDnsQuestion(asked.name(), asked.type());
    }

    private static int id(DnsQuery query, DnsReply reply) {
        return (query.id() + (reply.forgedId() ? 1 : 0)) & 0xFFFF;
    }

    private final class OverUdp extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            udpQueries.incrementAndGet();
            InetSocketAddress server = query.recipient();
            InetSocketAddress client = query.sender();
            for (DnsReply reply : overUdp) {
                int id = id(query, reply);
                send(ctx, reply, question(query), () -> new DatagramDnsResponse(server, client, id));
            }
        }
    }

    private final class OverTcp extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
            tcpQueries.incrementAndGet();
            for (DnsReply reply : overTcp) {
                int id = id(query, reply);
                send(ctx, reply, question(query), () -> new DefaultDnsResponse(id));
            }
        }
    }
}
