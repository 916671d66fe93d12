package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.fetch.HttpFetch;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspPostTest {

    @TempDir
    private Path folder;

    private HttpServer server;
    private URI responder;
    private OcspQuestion question;
    private final CompletableFuture<byte[]> asked = new CompletableFuture<>();
    private int status = 200;
    private byte[] answer = {1, 2, 3};

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ocsp", this::serve);
        server.start();
        responder = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ocsp");
        question = OcspQuestion.withoutNonce(TestPki.in(folder).issuing().certificate(), BigInteger.ONE);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")
                    && "application/ocsp-request"
                            .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                asked.complete(exchange.getRequestBody().readAllBytes());
            }
            exchange.getResponseHeaders().set("Location", "/ocsp");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postsTheQuestionAndGivesTheAnswer() throws Exception {
        assertThat(ask()).containsExactly(1, 2, 3);
        assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(question.encoded());
    }

    @Test
    void failsWithAnotherStatusAndFollowsNoRedirect() {
        status = 503;
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(this::ask)
                .withStackTraceContaining("HTTP status 503");
        status = 307;
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(this::ask)
                .withStackTraceContaining("HTTP status 307");
    }

    @Test
    void takesSixteenKibibytesAndNotOneByteMore() throws Exception {
        answer = new byte[OcspPost.MOST_BYTES];
        assertThat(ask()).hasSize(16 * 1024);
        answer = new byte[OcspPost.MOST_BYTES + 1];
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(this::ask)
                .withStackTraceContaining("more than 16384 bytes");
    }

    @Test
    void failsWhenNobodyIsThere() {
        server.stop(0);

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(this::ask);
    }

    private byte[] ask() throws Exception {
        return new OcspPost(new HttpFetch())
                .ask(responder, question, Duration.ofSeconds(10))
                .get(20, TimeUnit.SECONDS);
    }
}
