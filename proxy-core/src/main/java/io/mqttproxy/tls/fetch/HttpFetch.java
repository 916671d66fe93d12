package io.mqttproxy.tls.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP without TLS for signed data, as CRLs and OCSP are carried: one deadline for everything, a bound on the answer, no
 * redirects.
 *
 * <p>Thread-safe; callers never wait in here. What is fetched completes on threads of the HTTP client, which are started with
 * the first request.
 */
public final class HttpFetch {

    /** A host that does not take a connection by then is away, however long its answer might take. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(HttpFetch.class);
    private static final int OK = 200;

    private @Nullable HttpClient client;

    /**
     * A place that can be asked: an absolute {@code http} URI with a host.
     *
     * @param text a URI from a certificate
     * @return empty for everything else
     */
    public static Optional<URI> location(String text) {
        try {
            URI uri = new URI(text);
            return "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Makes what the first fetch would have to make, which takes a while: whoever fetches on an event loop calls it before. */
    public void prepare() {
        try {
            client();
        } catch (RuntimeException e) { // no file descriptors left; each fetch tries again and says so
            log.warn("Nothing can be fetched over HTTP for now: {}", e.toString());
        }
    }

    /**
     * Gets a document.
     *
     * @param timeout for everything, from connecting to the last byte
     * @param mostBytes of the document
     * @return fails when the answer is not 200, too large or late
     */
    public CompletableFuture<byte[]> get(URI location, Duration timeout, int mostBytes) {
        return send(HttpRequest.newBuilder(location).GET(), timeout, mostBytes);
    }

    /**
     * Posts a request.
     *
     * @param body which nobody changes any more
     * @return fails as {@link #get}
     */
    public CompletableFuture<byte[]> post(
            URI location, String contentType, byte[] body, Duration timeout, int mostBytes) {
        return send(
                HttpRequest.newBuilder(location)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                timeout,
                mostBytes);
    }

    private CompletableFuture<byte[]> send(HttpRequest.Builder request, Duration timeout, int mostBytes) {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = client().sendAsync(
                            request.build(),
                            head -> head.statusCode() == OK
                                    ? new BoundedBody(mostBytes)
                                    : BodySubscribers.replacing(new byte[0]));
        } catch (
                RuntimeException e) { // no file descriptors left, or a port that is none: whoever asks waits for a word
            return CompletableFuture.failedFuture(e);
        }
        return exchange.thenCompose(HttpFetch::body)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((bytes, failure) -> exchange.cancel(true));
    }

    private static CompletableFuture<byte[]> body(HttpResponse<byte[]> response) {
        return response.statusCode() == OK
                ? CompletableFuture.completedFuture(response.body())
                : CompletableFuture.failedFuture(new IOException("HTTP status " + response.statusCode()));
    }

    /** Made when it is first needed: it starts threads, and most proxies fetch nothing. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
