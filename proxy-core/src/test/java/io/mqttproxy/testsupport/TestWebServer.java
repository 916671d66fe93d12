package io.mqttproxy.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A web server on loopback with documents by path; any other path is 404. Thread-safe. */
public final class TestWebServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FOUND = 302;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private TestWebServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.createContext("/redirect", this::redirect);
        server.createContext("/hangs", this::hang);
        server.start();
    }

    public static TestWebServer start() {
        try {
            return new TestWebServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find()), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a document is, or will be. {@code /redirect/x} leads to {@code /x}, and {@code /hangs} never answers.
     *
     * @param path with a slash in front
     */
    public String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Serves a document from now on. */
    public TestWebServer put(String path, byte[] document) {
        documents.put(path, document);
        return this;
    }

    /** How many requests have come. */
    public int requests() {
        return requests.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte @Nullable [] document = documents.get(exchange.getRequestURI().getPath());
        try (exchange) {
            if (document == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else {
                exchange.sendResponseHeaders(OK, document.length == 0 ? -1 : document.length);
                exchange.getResponseBody().write(document);
            }
        }
    }

    private void redirect(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            String target = exchange.getRequestURI().getPath().substring("/redirect".length());
            exchange.getResponseHeaders().add("Location", uri(target));
            exchange.sendResponseHeaders(FOUND, -1);
        }
    }

    private void hang(HttpExchange exchange) {
        requests.incrementAndGet();
        try (exchange) {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
