package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that have to wait for the event loops of connections. */
final class Later {

    /** An event loop that does not come to it in this time is in trouble, and the operator should know. */
    private static final int MOST_SECONDS = 8;

    private static final Logger log = LoggerFactory.getLogger(Later.class);

    private Later() {}

    /** The answer that is made of a result, or one that says that it did not come in time. */
    static <T> CompletionStage<AdminAnswer> answer(CompletionStage<T> result, Function<T, AdminAnswer> made) {
        return result.thenApply(made)
                .toCompletableFuture()
                .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                .exceptionally(Later::failed);
    }

    private static AdminAnswer failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return AdminAnswer.error(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "an event loop did not answer within " + MOST_SECONDS + " s; what was asked for may still be done");
        }
        log.error("A request to the admin port failed", cause);
        return AdminAnswer.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "it failed; the log of the proxy says why");
    }

    /** One that was refused. */
    static CompletionStage<AdminAnswer> refused(ApiException refusal) {
        return CompletableFuture.completedFuture(refusal.answer());
    }
}
