package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Results as JSON and back. */
public final class ResultsJson {

    private ResultsJson() {}

    /** Everything, samples as they were taken. */
    public static String write(Results results) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("facts", results.facts());
        all.put("reference", results.reference());
        all.put("samples", results.samples().stream().map(ResultsJson::sample).toList());
        return Json.write(all);
    }

    private static Map<String, Object> sample(Sample sample) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("work", sample.work());
        map.put("peer", sample.peer());
        map.put("round", sample.round());
        map.put("session", sample.session());
        map.put("figures", sample.figures());
        return map;
    }

    /**
     * Reads what {@link #write} wrote; JSON is YAML, and a reader of that is here.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static Results read(String json) {
        Map<?, ?> all = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(json));
        Map<String, String> facts = new LinkedHashMap<>();
        map(all.get("facts")).forEach((name, value) -> facts.put(String.valueOf(name), String.valueOf(value)));
        List<Sample> samples = new ArrayList<>();
        if (all.get("samples") instanceof List<?> list) {
            list.forEach(sample -> samples.add(sample(map(sample))));
        }
        return new Results(facts, String.valueOf(all.get("reference")), samples);
    }

    private static Sample sample(Map<?, ?> map) {
        Map<String, Double> figures = new LinkedHashMap<>();
        map(map.get("figures"))
                .forEach((name, value) ->
                        figures.put(String.valueOf(name), number(value).doubleValue()));
        return new Sample(
                String.valueOf(map.get("work")),
                String.valueOf(map.get("peer")),
                number(map.get("round")).intValue(),
                String.valueOf(map.get("session")),
                figures);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(value + " (expected: an object of a results file)");
    }

    private static Number number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(value + " (expected: a number of a results file)");
    }
}
