package io.mqttproxy.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A byte there and back over a socket of each loop, again and again: what a client of the loop waits for. */
final class LoopPings implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final AtomicLong round = new AtomicLong();
    private final Channel server;

    LoopPings(EventLoopGroup loops) throws Exception {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Echo())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        for (int i = 0; i < 2; i++) {
            Socket socket = SessionsAtScaleTest.connected(server);
            sockets.add(socket);
            Thread thread = new Thread(() -> ping(socket), "ping-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void ping(Socket socket) {
        try {
            while (!socket.isClosed()) {
                long before = round.get();
                long start = System.nanoTime();
                socket.getOutputStream().write(1);
                if (socket.getInputStream().read() < 0) {
                    return;
                }
                note(before, System.nanoTime() - start);
                TimeUnit.MICROSECONDS.sleep(200);
            }
        } catch (IOException e) {
            // closed by the test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(long before, long nanos) {
        if (before == round.get()) {
            waits.add(nanos);
        }
    }

    synchronized void begin() {
        round.incrementAndGet();
        waits.clear();
    }

    synchronized int count() {
        return waits.size();
    }

    synchronized long[] end() {
        long[] sorted = waits.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close().syncUninterruptibly();
    }

    private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            ctx.writeAndFlush(Unpooled.copiedBuffer(message));
        }
    }
}
