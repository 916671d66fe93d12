package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as it stands on the wire. */
@Timeout(30)
class AdminServerTest {

    private static final int READ_MILLIS = 10_000;
    private static final String METRICS = "mqttproxy_up 1\n";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ServerBootstrap template = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class);
    private volatile List<Readiness.Check> checks = List.of();
    private volatile boolean broken;
    private AdminServer server;

    @BeforeEach
    void bind() throws IOException {
        Scrape scrape = (accept, out) -> {
            if (broken) {
                throw new IOException("the registry is closed");
            }
            out.write(METRICS.getBytes(StandardCharsets.UTF_8));
            return accept.contains("openmetrics") ? "application/openmetrics-text" : "text/plain; version=0.0.4";
        };
        server = AdminServer.bind(
                loopback(0), template.clone().localAddress(loopback(0)), api(scrape), PortSecurity.NONE);
    }

    private AdminApi api(Scrape scrape) {
        return new AdminApi(
                scrape, () -> checks, new TestOperators.NothingRevoked(), new TestClusters(), AdminToken.none());
    }

    @AfterEach
    void stop() {
        server.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @CsvSource({
        "/livez, ok",
        "/livez?verbose, ok",
        "/metrics, mqttproxy_up 1",
        "/, GET  /|GET  /api/v1/clusters|GET  /api/v1/explain|GET  /api/v1/revocations|GET  /livez|GET  /metrics|GET  /readyz"
                + "|POST /api/v1/backends/{name}/drain|POST /api/v1/backends/{name}/restore"
                + "|POST /api/v1/clusters/{name}/rebalance|POST /api/v1/restore|POST /api/v1/revoke",
    })
    void answersWhatItHas(String path, String body) throws IOException {
        // when
        String response = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // then
        assertThat(response)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n" + body.replace('|', '\n') + "\n")
                .containsIgnoringCase("content-length: " + (body.length() + 1) + "\r\n")
                .containsIgnoringCase("cache-control: no-store\r\n");
    }

    @Test
    void givesTheAcceptHeaderToTheScrape() throws IOException {
        assertThat(exchange(
                        "GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text\r\nConnection: close\r\n\r\n"))
                .containsIgnoringCase("content-type: application/openmetrics-text\r\n");
    }

    @Test
    void answersAHeadWithTheLengthThatAGetWouldHave() throws IOException {
        // when
        String response = exchange("HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // then
        assertThat(response)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("content-length: " + METRICS.length() + "\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW"})
    void refusesOtherMethodsAndSaysWhichItTakes(String method) throws IOException {
        assertThat(exchange(method + " /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .containsIgnoringCase("allow: GET, HEAD\r\n");
    }

    @Test
    void saysWhatThereIsWhereThereIsNothing() throws IOException {
        assertThat(exchange("GET /admin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("not found; / lists what there is\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: minus one\r\n\r\n",
            })
    void answersWhatItCannotReadWithBadRequestAndCloses(String request) throws IOException {
        assertThat(exchange(request)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/%", "/%a"})
    void answersAPathThatCannotBeDecoded(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 40"); // Bad Request, or Not Found
    }

    @Test
    void answersAQueryThatCannotBeDecodedWithBadRequest() throws IOException {
        assertThat(exchange("GET /api/v1/explain?clientId=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void isReadyWhenEveryCheckHolds() throws IOException {
        // given
        checks = List.of(
                new Readiness.Check("accepting", true, "yes"),
                new Readiness.Check("cluster brokers", true, "1 of 2 backends available"));

        // then
        assertThat(exchange("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n[ok] accepting: yes\n[ok] cluster brokers: 1 of 2 backends available\n");
    }

    @Test
    void saysWhyItIsNotReady() throws IOException {
        // given
        checks = List.of(
                new Readiness.Check("accepting", false, "draining"),
                new Readiness.Check("cluster brokers", true, "2 of 2 backends available"));

        // then
        assertThat(exchange("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("\r\n\r\n[no] accepting: draining\n[ok] cluster brokers: 2 of 2 backends available\n");
    }

    @Test
    void saysThatTheMetricsCannotBeWritten() throws IOException {
        // given
        broken = true;

        // then
        assertThat(exchange("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n");
    }

    @Test
    void answersOneRequestOnAConnectionAndNoMore() throws IOException {
        // when two come at once
        String responses = exchange("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2));

        // then
        assertThat(responses).containsOnlyOnce("HTTP/1.1 200 OK").containsIgnoringCase("connection: close");
    }

    @Test
    void closesBehindTheAnswerToAnHttp10Client() throws IOException {
        assertThat(exchange("GET /livez HTTP/1.0\r\n\r\n"))
                .contains(" 200 OK\r\n")
                .endsWith("ok\n");
    }

    @Test
    void namesTheAddressThatItCannotHave() {
        InetSocketAddress taken = server.address();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AdminServer.bind(
                        taken, template.clone().localAddress(taken), api((accept, out) -> ""), PortSecurity.NONE))
                .withMessageStartingWith(taken.getHostString() + ":" + taken.getPort() + ": ");
    }

    /** Sends a request and reads to the end, which has to come by itself. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
