package io.mqttproxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.ProbeResult;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.TestWebServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HttpProbeTest {

    private static final Backend BACKEND = Backend.of("127.0.0.1", 1883, 1);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void asksAnHttpServerThatIsNotOurs() {
        try (TestWebServer server = TestWebServer.start().put("/status", new byte[100_000])) {
            int port = URI.create(server.uri("/")).getPort();

            assertThat(probe(port, "/status", null).join()).isEqualTo(ProbeResult.passed());
            assertThat(probe(port, "/nothing", null).join()).isEqualTo(ProbeResult.failed("HTTP status 404"));
            assertThat(probe(port, "/redirect/status", null).join()).isEqualTo(ProbeResult.failed("HTTP status 302"));
        }
    }

    @Test
    void sendsOneRequestWithWhoAsksAndNothingElse() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 204 No Content\r\n\r\n")) {
            // when
            probe(server.port(), "/status?full=1", "Basic bTpz").join();

            // then
            assertThat(server.request())
                    .startsWith("GET /status?full=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: 127.0.0.1:" + server.port() + "\r\n")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .containsIgnoringCase("\r\nauthorization: Basic bTpz\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n,               probe passed",
        "HTTP/1.1 503 Full\\r\\n\\r\\n,                                    HTTP status 503",
        "HTTP/1.1 103 Early Hints\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n,  probe passed",
        "220 mail.example.com ESMTP\\r\\n\\r\\n,                           answer is not HTTP/1.1",
        "'',                                                               closed without an answer",
        "HTTP/1.1 200,                                                     closed without an answer",
    })
    void judgesByTheHeadOfTheAnswer(String answer, String reason) throws Exception {
        try (OneAnswer server = new OneAnswer(answer.replace("\\r\\n", "\r\n"))) {
            assertThat(probe(server.port(), "/", null).join().reason()).isEqualTo(reason);
        }
    }

    @Test
    void doesNotReadAHeadWithoutEnd() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(100_000))) {
            assertThat(probe(server.port(), "/", null).join().reason()).isEqualTo("answer is not HTTP/1.1");
        }
    }

    @Test
    void tellsThatNobodyListens() {
        assertThat(probe(FreePort.find(), "/", null).join()).isEqualTo(ProbeResult.failed("refused"));
    }

    @Test
    void closesTheConnectionWhenNobodyWaitsAnyMore() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            CompletableFuture<ProbeResult> waiting = probe(silent.getLocalPort(), "/", null);
            try (Socket connection = silent.accept()) {
                connection.setSoTimeout(10_000);
                assertThat(connection.getInputStream().read()).isEqualTo('G');

                // when
                waiting.cancel(false);

                // then the rest of the request and the end
                connection.getInputStream().readAllBytes();
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void neverShowsWhoAsks() {
        assertThat(new HttpProbePlan(80, "/", "Basic c2VjcmV0", code -> true).toString())
                .doesNotContain("c2VjcmV0")
                .contains("80");
    }

    private CompletableFuture<ProbeResult> probe(int port, String path, @Nullable String authorization) {
        HttpProbePlan plan = new HttpProbePlan(port, path, authorization, code -> code >= 200 && code < 300);
        Bootstrap template = new Bootstrap().group(loops).channel(NioSocketChannel.class);
        return new HttpProbe(template, backend -> new InetSocketAddress(backend.host(), backend.port()), plan)
                .probe(BACKEND)
                .toCompletableFuture();
    }

    /** Takes one connection, reads a request, writes these bytes and closes. */
    private static final class OneAnswer implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<String> request = new CompletableFuture<>();

        OneAnswer(String answer) throws IOException {
            Thread thread = new Thread(() -> serve(answer), "one-answer");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(String answer) {
            try (Socket connection = server.accept()) {
                InputStream in = connection.getInputStream();
                StringBuilder text = new StringBuilder();
                while (text.indexOf("\r\n\r\n") < 0) {
                    text.append((char) in.read());
                }
                request.complete(text.toString());
                connection.getOutputStream().write(answer.getBytes(US_ASCII));
            } catch (IOException e) {
                request.completeExceptionally(e);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        String request() {
            return request.join();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
