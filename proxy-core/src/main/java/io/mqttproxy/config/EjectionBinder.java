package io.mqttproxy.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's section {@code ejection}. */
final class EjectionBinder {
    static final List<String> KEYS = List.of("failures", "refusals", "base", "max", "maxShare");

    private static final IntegerReader TIMES = new IntegerReader(1, 1000);
    private static final DurationReader TIME = new DurationReader(Duration.ofMillis(10), Duration.ofHours(24));

    private EjectionBinder() {}

    static EjectionConfig bind(@Nullable Value value) {
        EjectionConfig defaults = EjectionConfig.DEFAULTS;
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return defaults;
        }
        EjectionConfig ejection = new EjectionConfig(
                mapping.read("failures", TIMES, defaults.failures()),
                mapping.read("refusals", TIMES, defaults.refusals()),
                mapping.read("base", TIME, defaults.base()),
                mapping.read("max", TIME, defaults.max()),
                mapping.read("maxShare", new PercentReader(1, 100), defaults.maxShare()));
        if (ejection.base().compareTo(ejection.max()) > 0) {
            mapping.report("base " + DurationReader.text(ejection.base()) + " is longer than max "
                    + DurationReader.text(ejection.max()) + " (expected: at most as long)");
        }
        return ejection;
    }
}
