package io.mqttproxy.routing;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a failed look for backends means to an operator. */
public final class DiscoveryFailure {

    private DiscoveryFailure() {}

    static DiscoveryResult result(@Nullable Throwable failure) {
        return cause(failure) instanceof DiscoveryException known ? known.result() : DiscoveryResult.ERROR;
    }

    /** One short line. */
    public static String words(@Nullable Throwable failure) {
        @Nullable Throwable cause = cause(failure);
        if (cause == null) {
            return "no answer";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
