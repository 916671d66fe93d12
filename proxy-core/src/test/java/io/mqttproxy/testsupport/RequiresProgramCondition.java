package io.mqttproxy.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresProgram}. */
final class RequiresProgramCondition implements ExecutionCondition {

    private final Predicate<String> installed;
    private final boolean mustRun;

    RequiresProgramCondition() {
        this(name -> Programs.find(name).isPresent(), "true".equalsIgnoreCase(System.getenv("CI")));
    }

    /** {@code mustRun}: a missing program is an error, not a reason to skip. */
    RequiresProgramCondition(Predicate<String> installed, boolean mustRun) {
        this.installed = installed;
        this.mustRun = mustRun;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresProgram.class))
                .map(annotation -> decide(List.of(annotation.value())))
                .orElseGet(() -> ConditionEvaluationResult.enabled("no program asked for"));
    }

    ConditionEvaluationResult decide(List<String> programs) {
        List<String> missing = new ArrayList<>(programs);
        missing.removeIf(installed);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("installed: " + String.join(", ", programs));
        }
        String reason = "not installed: " + String.join(", ", missing);
        if (mustRun) {
            throw new ExtensionConfigurationException(reason + " (expected: every real part is there when CI=true)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
