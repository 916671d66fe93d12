package io.mqttproxy.tls.revocation;

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

/**
 * HTTP without TLS for signed data, as CRLs and OCSP are carried: one deadline for everything, a bound on the answer, no
 * redirects. Thread-safe; callers never wait in here.
 */
final class HttpFetch {

    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** A place that can be asked: an absolute {@code http} URI with a host. */
    static Optional<URI> location(String text) {
        try {
            URI uri = new URI(text);
            return "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Gets a document; fails when the answer is not 200, too large or late. */
    CompletableFuture<byte[]> get(URI location, Duration timeout, int mostBytes) {
        return send(HttpRequest.newBuilder(location).GET(), timeout, mostBytes);
    }

    /** Posts a request; fails as {@link #get}. */
    CompletableFuture<byte[]> post(URI location, String contentType, byte[] body, Duration timeout, int mostBytes) {
        return send(
                HttpRequest.newBuilder(location)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                timeout,
                mostBytes);
    }

    private CompletableFuture<byte[]> send(HttpRequest.Builder request, Duration timeout, int mostBytes) {
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request.build(),
                head -> head.statusCode() == OK ? new BoundedBody(mostBytes) : BodySubscribers.replacing(new byte[0]));
        CompletableFuture<byte[]> body = exchange.thenApply(HttpFetch::requireOk);
        return body.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((bytes, failure) -> exchange.cancel(true));
    }

    private static byte[] requireOk(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            throw new IllegalStateException("HTTP status " + response.statusCode());
        }
        return response.body();
    }
}
