package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.it.Device;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of the JDK can make each engine do once it is in. */
class AfterTheHandshakeTest {

    private static final int FLOOD = 10_000;
    private static final int LIMIT_SECONDS = 20;

    @TempDir
    private Path folder;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger received = new AtomicInteger();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private TestPki pki;
    private MultiThreadIoEventLoopGroup loops;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterEach
    void stop() {
        channels.close().syncUninterruptibly(); // so that each gives its engine back before its loop ends
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Keeps count of data, and ends the connection when it fails, as the relay does. */
    private final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received.addAndGet(((ByteBuf) message).readableBytes());
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end.complete(cause.getCause() == null ? cause : cause.getCause());
            ctx.close();
        }
    }

    private LiveTls tls(TlsEngine engine) throws Exception {
        TestCertificate own = pki.server();
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates: {own: {certFile: %s, keyFile: %s}}
                listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [own]}}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"]}}
                """.formatted(own.certFile(), own.keyFile()));
        return new LiveTls(new ConfigLoader(Map.of()).load(file), engine, InstantSource.system());
    }

    private Channel serve(LiveTls tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(tls.handshakes("mqtts").get(), new Sink());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private SSLSocket connect(Channel server, String protocol) throws IOException {
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        SSLSocket socket =
                (SSLSocket) Device.context(pki, null).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        return socket;
    }

    /** With TLS 1.3, another handshake is how the JDK's clients ask for new keys. */
    private static int flood(SSLSocket client) {
        for (int sent = 0; sent < FLOOD; sent++) {
            try {
                client.startHandshake();
            } catch (IOException e) {
                return sent;
            }
        }
        return FLOOD;
    }

    @ParameterizedTest
    @EnumSource
    void endsAConnectionThatFloodsItWithKeyUpdates(TlsEngine engine) throws Exception {
        try (LiveTls tls = tls(engine)) {
            Channel server = serve(tls);
            try (SSLSocket client = connect(server, "TLSv1.3")) {
                // when
                int sent = flood(client);

                // then BoringSSL counts 32 in a row, the guard in front of the JDK's engine 100 in a second
                assertThat(end.get(LIMIT_SECONDS, TimeUnit.SECONDS).getMessage())
                        .containsAnyOf("TOO_MANY_KEY_UPDATES", "records without data in a second");
                assertThat(sent).isGreaterThan(20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesAConnectionThatChangesItsKeysNowAndThen(TlsEngine engine) throws Exception {
        try (LiveTls tls = tls(engine)) {
            Channel server = serve(tls);
            try (SSLSocket client = connect(server, "TLSv1.3")) {
                for (int i = 0; i < 50; i++) {
                    // when
                    client.startHandshake();
                    client.getOutputStream().write(i);
                }
                client.getOutputStream().flush();
                client.shutdownOutput();

                // then
                await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> received.get() == 50);
                assertThat(end).isNotDone();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesToRenegotiate(TlsEngine engine) throws Exception {
        try (LiveTls tls = tls(engine)) {
            Channel server = serve(tls);
            try (SSLSocket client = connect(server, "TLSv1.2")) {
                // given data has gone through, so that both sides are done with the handshake
                client.getOutputStream().write(1);
                await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> received.get() == 1);

                // when
                try {
                    client.startHandshake();
                    client.getOutputStream().write(2);
                } catch (IOException e) {
                    // some learn of it at once
                }

                // then, though the client may be cut off before it has read an alert
                assertThat(end.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                        .hasMessageContaining(
                                engine == TlsEngine.JDK ? "renegotiation (expected: none)" : "NO_RENEGOTIATION");
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
                assertThat(received).hasValue(1);
            }
        }
    }
}
