package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What JMH measured, with its {@code gc} profiler. Times compare only on one machine; bytes compare everywhere.
 *
 * @param scores by benchmark and parameters, such as {@code PickBenchmark.pick:rendezvous}
 */
public record JmhScores(Map<String, Score> scores) {

    /** Compilers differ a little in what they find needless to allocate. */
    private static final double NOISE = 1.02;

    private static final double ROUNDING_BYTES = 1;

    /**
     * One benchmark.
     *
     * @param nanos for one operation
     * @param error half the width of the 99.9 % interval, in nanoseconds
     * @param bytes allocated by one operation
     */
    public record Score(double nanos, double error, double bytes) {}

    /**
     * Reads a result file of JMH in its JSON format.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static JmhScores read(String json) {
        Map<String, Score> scores = new LinkedHashMap<>();
        if (!(yaml(json) instanceof List<?> list)) {
            throw new IllegalArgumentException("no list (expected: JSON of JMH)");
        }
        for (Object entry : list) {
            Map<?, ?> benchmark = map(entry);
            Map<?, ?> time = map(benchmark.get("primaryMetric"));
            Map<?, ?> bytes = map(map(benchmark.get("secondaryMetrics")).get("gc.alloc.rate.norm"));
            scores.put(
                    name(benchmark),
                    new Score(number(time.get("score")), number(time.get("scoreError")), number(bytes.get("score"))));
        }
        return new JmhScores(scores);
    }

    /** As JSON, without all that JMH tells besides. */
    public String write() {
        Map<String, Object> all = new TreeMap<>();
        scores.forEach((name, score) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("nanos", score.nanos());
            fields.put("error", score.error());
            fields.put("bytes", score.bytes());
            all.put(name, fields);
        });
        return Json.write(all);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static JmhScores baseline(String json) {
        Map<String, Score> scores = new LinkedHashMap<>();
        map(yaml(json)).forEach((name, value) -> {
            Map<?, ?> fields = map(value);
            scores.put(
                    String.valueOf(name),
                    new Score(number(fields.get("nanos")), number(fields.get("error")), number(fields.get("bytes"))));
        });
        return new JmhScores(scores);
    }

    /** JSON is YAML, and a reader of that is here. */
    private static @Nullable Object yaml(String json) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
    }

    private static String name(Map<?, ?> benchmark) {
        String full = String.valueOf(benchmark.get("benchmark"));
        int method = full.lastIndexOf('.');
        StringBuilder name = new StringBuilder(full.substring(full.lastIndexOf('.', method - 1) + 1));
        if (benchmark.get("params") instanceof Map<?, ?> params) {
            params.values().forEach(value -> name.append(':').append(value));
        }
        return name.toString();
    }

    /** Both, side by side, for people. */
    public String tableBeside(JmhScores baseline) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-48s %12s %10s %12s %10s%n", "benchmark", "ns/op", "+-", "baseline", "B/op"));
        scores.forEach((name, score) -> {
            Score before = baseline.scores().get(name);
            table.append(String.format(
                    Locale.ROOT,
                    "%-48s %12.1f %10.1f %12s %10.0f%n",
                    name,
                    score.nanos(),
                    score.error(),
                    before == null ? "new" : String.format(Locale.ROOT, "%.1f", before.nanos()),
                    score.bytes()));
        });
        return table.toString();
    }

    /** Those that allocate more than before, with both figures; those that are new are not among them. */
    public List<String> allocatingMoreThan(JmhScores baseline) {
        List<String> more = new ArrayList<>();
        scores.forEach((name, score) -> {
            Score before = baseline.scores().get(name);
            if (before != null && score.bytes() > before.bytes() * NOISE + ROUNDING_BYTES) {
                more.add(String.format(
                        Locale.ROOT, "%s: %.0f bytes (expected: %.0f)", name, score.bytes(), before.bytes()));
            }
        });
        return more;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(value + " (expected: an object of JMH, measured with its gc profiler)");
    }

    /** JMH writes NaN as a text where one iteration leaves no error to tell; that is kept as 0. */
    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if ("NaN".equals(value)) {
            return 0;
        }
        throw new IllegalArgumentException(value + " (expected: a number)");
    }
}
