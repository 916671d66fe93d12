package io.mqttproxy.trace;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests of OTLP over HTTP (OpenTelemetry Protocol specification 1, section "OTLP/HTTP") to one collector. Redirects are
 * not followed: the headers are for nobody else. One thread at a time.
 */
final class OtlpSender {

    /** How one request went. */
    enum Result {
        /** It was taken. */
        TAKEN,
        /** Perhaps the next one is: the specification's retryable statuses, and all that is wrong with the network. */
        LATER,
        /** This one never will be. */
        REFUSED
    }

    /**
     * @param why for the log; empty when it was taken
     */
    record Answer(Result result, String why) {}

    private static final Answer TAKEN = new Answer(Result.TAKEN, "");
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    /** The specification's section "Retryable Response Codes". */
    private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

    private final Collector collector;
    private @Nullable HttpClient http;

    OtlpSender(Collector collector) {
        this.collector = collector;
    }

    /** To whom. */
    Collector collector() {
        return collector;
    }

    /**
     * Blocks until there is an answer, for the collector's timeout at most.
     *
     * @param body an {@code ExportTraceServiceRequest}
     */
    Answer send(byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(collector.endpoint())
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(body));
        collector.headers().forEach(request::header);
        @Nullable CompletableFuture<HttpResponse<Void>> exchange = null;
        try {
            exchange = client().sendAsync(request.build(), BodyHandlers.discarding());
            HttpResponse<Void> response = exchange.get(collector.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return answer(response.statusCode());
        } catch (TimeoutException e) {
            return later("no answer within " + collector.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            return later(words(e.getCause() == null ? e : e.getCause()));
        } catch (RuntimeException e) { // no file descriptors left
            return later(words(e));
        } finally {
            if (exchange != null) {
                exchange.cancel(true); // does nothing to one that is complete
            }
        }
    }

    /** Made when it is first needed: that takes file descriptors, of which there may be none. */
    private HttpClient client() {
        if (http == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(collector.timeout())
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (collector.tls() != null) {
                builder.sslContext(collector.tls());
            }
            http = builder.build();
        }
        return http;
    }

    private static Answer answer(int status) {
        if (status / HUNDRED == SUCCESS) {
            return TAKEN;
        }
        return new Answer(RETRYABLE.contains(status) ? Result.LATER : Result.REFUSED, "HTTP status " + status);
    }

    private static Answer later(String why) {
        return new Answer(Result.LATER, why);
    }

    private static String words(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        boolean silent = !(failure instanceof IOException) || failure.getMessage() == null;
        return silent ? name : name + ": " + failure.getMessage();
    }
}
