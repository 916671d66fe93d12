package io.mqttproxy.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An API server over HTTPS on loopback that answers lists with a text and keeps watches open until there is an event. Only
 * the token {@link #TOKEN} gets in. Thread-safe.
 */
public final class KubernetesStub implements AutoCloseable {

    /** What requests must bear. */
    public static final String TOKEN = "token-of-the-pod";

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final String END = "";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger hungUp = new AtomicInteger();
    private volatile boolean endless;
    private volatile String list = "{}";
    private volatile int status = OK;

    private KubernetesStub(HttpsServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Starts one with this certificate. */
    public static KubernetesStub start(TestCertificate certificate) {
        try {
            HttpsServer server =
                    HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find()), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
            return new KubernetesStub(server);
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

    /** Where it is. */
    public URI uri() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers lists with this from now on. */
    public void list(String json) {
        list = json;
    }

    /** Answers everything with this status from now on. */
    public void status(int code) {
        status = code;
    }

    /** Lets the watch that is open see an event, or else the next one. */
    public void event() {
        events.add("{\"type\":\"MODIFIED\",\"object\":{}}\n");
    }

    /** Answers lists from now on with a body that has no end. */
    public void neverEnd() {
        endless = true;
    }

    /** How many clients hung up before the end of a list. */
    public int hungUp() {
        return hungUp.get();
    }

    /** The paths and queries of all requests with the right token so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(UNAUTHORIZED, -1);
                return;
            }
            String query = String.valueOf(exchange.getRequestURI());
            requests.add(query);
            if (status != OK) {
                exchange.sendResponseHeaders(status, -1);
            } else if (query.contains("watch=1")) {
                watch(exchange);
            } else if (endless) {
                drip(exchange);
            } else {
                byte[] body = list.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(OK, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** A byte each 10 ms: slow enough for a client to take them all, soon enough to find out that it is not there any more. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(OK, 0); // in chunks
        try {
            while (events.poll(10, TimeUnit.MILLISECONDS) == null) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            hungUp.incrementAndGet();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(OK, 0); // in chunks
        OutputStream body = exchange.getResponseBody();
        body.flush();
        try {
            body.write(events.take().getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        events.add(END);
        server.stop(0);
        threads.shutdownNow();
    }
}
