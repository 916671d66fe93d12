package io.mqttproxy.tls.stapling;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * OCSP over HTTP with POST (RFC 6960 appendix A.1): one deadline for everything, a bound on the answer, no redirects.
 * Thread-safe.
 */
final class OcspPost implements OcspTransport {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private @Nullable HttpClient client;

    @Override
    public CompletableFuture<byte[]> ask(OcspQuestion question) {
        HttpRequest request = HttpRequest.newBuilder(question.responder())
                .header("Content-Type", "application/ocsp-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.request()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client().sendAsync(
                        request,
                        head -> head.statusCode() == OK ? new LimitedBody() : BodySubscribers.replacing(new byte[0]));
        return exchange.thenCompose(OcspPost::body)
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((body, failure) -> exchange.cancel(true));
    }

    private static CompletableFuture<byte[]> body(HttpResponse<byte[]> response) {
        return response.statusCode() == OK
                ? CompletableFuture.completedFuture(response.body())
                : CompletableFuture.failedFuture(new IOException("HTTP status " + response.statusCode()));
    }

    /** Made when it is first needed: it starts threads. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
