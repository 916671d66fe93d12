package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Latency;
import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.load.Traffic;
import io.mqttproxy.perf.report.Figure;
import java.util.LinkedHashMap;
import java.util.Map;

/** From what was counted to what is kept. */
final class Figures {

    private static final double MICRO = 1e3;

    private final Map<String, Double> figures = new LinkedHashMap<>();

    static Figures of(Traffic traffic, Outcome outcome) {
        Figures figures = new Figures()
                .with(Figure.CPU_MICROS, outcome.cpuMicrosPerOperation())
                .with(Figure.PER_SECOND, outcome.perSecond())
                .with(Figure.UTILISATION, outcome.utilisation())
                .with(Figure.LOAD_UTILISATION, outcome.loadUtilisation())
                .with(Figure.OTHERS_UTILISATION, outcome.othersUtilisation())
                .with(Figure.FAILURES, (double) outcome.failures());
        if (traffic == Traffic.CONNECT
                && outcome.operations() > 0
                && !outcome.session().equals("-")) {
            figures.with(Figure.RESUMED_SHARE, (double) outcome.resumed() / outcome.operations());
        }
        Latency latency = outcome.latency();
        return latency.maxNanos() == 0
                ? figures
                : figures.with(Figure.P50_MICROS, latency.p50Nanos() / MICRO)
                        .with(Figure.P99_MICROS, latency.p99Nanos() / MICRO)
                        .with(Figure.P999_MICROS, latency.p999Nanos() / MICRO)
                        .with(Figure.MAX_MICROS, latency.maxNanos() / MICRO);
    }

    Figures with(Figure figure, double value) {
        figures.put(figure.key(), value);
        return this;
    }

    Map<String, Double> map() {
        return figures;
    }
}
