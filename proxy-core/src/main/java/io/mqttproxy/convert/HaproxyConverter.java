package io.mqttproxy.convert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Converts haproxy.cfg: frontends and backends in TCP mode, with TLS, balancing, PROXY headers and checks. Conditions, HTTP
 * and everything else is told in notes. Used once, by one thread.
 */
public final class HaproxyConverter {
    private static final int WIDTH = 120;

    private final List<Note> notes = new ArrayList<>();
    private final Bundles bundles = new Bundles();
    private final Map<String, Object> listeners = new LinkedHashMap<>();
    private final List<Object> routes = new ArrayList<>();
    private final Map<String, Object> clusters = new LinkedHashMap<>();
    /** By the number of the section's first line. */
    private final Map<Integer, String> clusterNames = new HashMap<>();

    /** Converts the text of a file. */
    public Conversion convert(String text) {
        List<HaproxySection> sections = HaproxySection.of(new HaproxySyntax(notes).parse(text), notes);
        Globals globals = new Globals(sections, notes);
        Leftovers leftovers = new Leftovers(notes);
        for (HaproxySection section : sections) {
            switch (section.kind()) {
                case "frontend", "listen" -> frontend(section, sections, globals);
                case "global", "defaults", "backend" -> {} // read where they are needed
                default -> notes.add(section.head().note("has no counterpart"));
            }
            boolean serves = section.kind().matches("frontend|backend|listen") && isTcp(section);
            if (serves || section.kind().equals("defaults")) {
                leftovers.tell(section);
            }
        }
        sections.stream().filter(each -> each.kind().equals("backend")).forEach(this::tellUnused);
        List<Note> sorted = notes.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Note::line))
                .toList();
        return new Conversion(listeners.isEmpty() ? "" : yaml(globals), sorted);
    }

    private void frontend(HaproxySection section, List<HaproxySection> all, Globals globals) {
        if (!isTcp(section)) {
            notes.add(section.head().note("not in mode tcp; left out"));
            return;
        }
        String target = target(section);
        Optional<HaproxySection> backend = all.stream()
                .filter(each -> section.kind().equals("listen")
                        ? each.equals(section)
                        : each.kind().matches("backend|listen") && each.name().equals(target))
                .findFirst();
        String cluster = backend.map(each -> cluster(each, globals)).orElse("");
        if (cluster.isEmpty()) {
            notes.add(section.head().note("no default_backend with servers; left out"));
            return;
        }
        new FrontendConverter(section, globals, bundles, notes).convert().forEach(listener -> {
            String name = Names.unique(section.name(), listeners.keySet());
            listeners.put(name, listener);
            Map<String, Object> route = new LinkedHashMap<>();
            route.put("when", Map.of("listener", name));
            route.put("to", cluster);
            routes.add(route);
        });
    }

    /** The name of a section's cluster, which is made when it is asked for first; empty when it has no servers. */
    private String cluster(HaproxySection section, Globals globals) {
        String known = clusterNames.get(section.head().number());
        if (known != null) {
            return known;
        }
        Map<String, Object> converted = new BackendConverter(section, globals, bundles, notes).convert();
        if (converted.isEmpty()) {
            return "";
        }
        String name = Names.unique(section.name(), clusters.keySet());
        clusters.put(name, converted);
        clusterNames.put(section.head().number(), name);
        return name;
    }

    private static String target(HaproxySection section) {
        return section.kind().equals("listen") ? section.name() : last(section, "default_backend");
    }

    /** HAProxy's default is tcp. */
    private static boolean isTcp(HaproxySection section) {
        return !section.kind().equals("global") && !last(section, "mode").matches("http|log|health|spop");
    }

    private static String last(HaproxySection section, String directive) {
        return section.all().stream()
                .filter(line -> line.first().equals(directive))
                .map(line -> line.word(1))
                .collect(Collectors.reducing("", (first, second) -> second));
    }

    private void tellUnused(HaproxySection backend) {
        if (!clusterNames.containsKey(backend.head().number())) {
            notes.add(backend.head().note("no default_backend names it; left out"));
        }
    }

    private String yaml(Globals globals) {
        Map<String, Object> file = new LinkedHashMap<>();
        if (!bundles.section().isEmpty()) {
            file.put("certificates", bundles.section());
        }
        file.put("listeners", listeners);
        if (clusters.size() > 1) {
            file.put("routes", routes);
        }
        file.put("clusters", clusters);
        if (globals.threads() > 0) {
            file.put("transport", Map.of("eventLoops", globals.threads()));
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(WIDTH);
        return new Yaml(options).dump(file);
    }
}
