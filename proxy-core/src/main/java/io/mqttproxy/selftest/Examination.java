package io.mqttproxy.selftest;

import io.mqttproxy.relay.ProbeOutcome;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries one backend as it is configured; when that fails in a way that a wrong header or wrong TLS explains, tries the
 * others, one after the other, until one works.
 */
final class Examination {

    private final Attempt configured;
    private final Function<Attempt, CompletionStage<ProbeOutcome>> prober;
    private final Diagnosis diagnosis;
    private final Iterator<Attempt> alternatives;

    /**
     * @param prober makes an attempt; its answers may come on any thread
     */
    Examination(Attempt configured, Function<Attempt, CompletionStage<ProbeOutcome>> prober, Diagnosis diagnosis) {
        this.configured = configured;
        this.prober = prober;
        this.diagnosis = diagnosis;
        this.alternatives = Alternatives.to(configured).iterator();
    }

    CompletionStage<Finding> run() {
        return prober.apply(configured).thenCompose(first -> {
            @Nullable Finding conclusion = diagnosis.asConfigured(configured, first);
            return conclusion == null ? next(first) : CompletableFuture.completedFuture(conclusion);
        });
    }

    private CompletionStage<Finding> next(ProbeOutcome first) {
        if (!alternatives.hasNext()) {
            return CompletableFuture.completedFuture(diagnosis.nothingWorks(configured, first));
        }
        Attempt attempt = alternatives.next();
        return prober.apply(attempt).thenCompose(outcome -> {
            if (outcome.answersMqtt()) {
                return CompletableFuture.completedFuture(diagnosis.works(configured, first, attempt));
            }
            // A web server waits for the end of a line, and the first one that it sees may be that of a PROXY header.
            @Nullable Finding other = outcome instanceof ProbeOutcome.NotMqtt ? diagnosis.asConfigured(attempt, outcome) : null;
            return other == null ? next(first) : CompletableFuture.completedFuture(other);
        });
    }
}
