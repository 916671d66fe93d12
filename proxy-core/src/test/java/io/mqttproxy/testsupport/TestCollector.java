package io.mqttproxy.testsupport;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Takes traces over OTLP/HTTP on loopback and reads them with OpenTelemetry's own description of the protocol. Thread-safe.
 */
public final class TestCollector implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final String PATH = "/v1/traces";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private volatile int status = OK;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private TestCollector(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext(PATH, this::take);
        server.createContext("/elsewhere", this::redirect);
        server.start();
    }

    public static TestCollector start() {
        try {
            return new TestCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over HTTPS. */
    public static TestCollector start(TestCertificate certificate) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
            return new TestCollector(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(TestCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own",
                certificate.privateKey(),
                new char[0],
                certificate.chain().toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            headers.add(exchange.getRequestHeaders());
            requests.incrementAndGet();
            gate.await();
            int answer =
                    "application/x-protobuf".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                            ? next()
                            : UNSUPPORTED_MEDIA_TYPE;
            if (answer == OK) {
                received.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
            }
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void redirect(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", uri().toString());
            exchange.sendResponseHeaders(307, -1);
        }
    }

    /** Where it takes them. {@code /elsewhere} on the same port leads there. */
    public URI uri() {
        return URI.create((server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort() + PATH);
    }

    private int next() {
        Integer next = statuses.poll();
        return next == null ? status : next;
    }

    /** Answers with this status from now on, and takes nothing unless it is 200. */
    public void answer(int newStatus) {
        status = newStatus;
    }

    /** Answers with these statuses, one after the other, before it goes on with the one before. */
    public void answerOnce(Integer... next) {
        statuses.addAll(List.of(next));
    }

    /** Answers nobody from now on. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    /** Answers again, those who wait as well. */
    public void release() {
        gate.countDown();
    }

    /** How many requests have come, answered or not. */
    public int requests() {
        return requests.get();
    }

    /** The headers of each request. */
    public List<Headers> headers() {
        return headers;
    }

    /** What it has taken, with who sent it. */
    public List<ResourceSpans> received() {
        return received;
    }

    /** All spans that it has taken, in their order. */
    public List<Span> spans() {
        return received.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
