package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.peers.Kind;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.report.Results;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A whole comparison, from certificates to results. */
public final class Comparison {

    private static final List<Work> OUTSIDE_TRAFFIC = List.of(Work.MEMORY, Work.STORM);
    private static final List<Work> WITHOUT_PROXY = List.of(Work.FULL, Work.PACED, Work.SATURATED, Work.BULK);
    /** What a process needs of descriptors besides two for each connection. */
    private static final long OTHER_FILES = 500;

    private final Settings settings;
    private final List<Peer> peers;
    private final Path templates;
    private final Path folder;
    private final Progress progress;

    /**
     * @param peers at least one
     * @param templates the peers' configurations
     * @param folder for files that are worth nothing afterwards
     * @param out is told of progress
     */
    public Comparison(Settings settings, List<Peer> peers, Path templates, Path folder, PrintStream out) {
        this.settings = settings;
        this.peers = List.copyOf(peers);
        this.templates = templates;
        this.folder = folder;
        this.progress = new Progress(out);
    }

    /** Does all of it, which takes minutes. */
    public Results run() throws IOException, GeneralSecurityException, InterruptedException {
        Map<String, String> facts = facts();
        facts.forEach((name, value) -> progress.say(name + ": " + value));
        try (Bench bench = Bench.open(settings, templates, folder, Machine.openFiles())) {
            List<Work> traffic = settings.works().stream()
                    .filter(work -> !OUTSIDE_TRAFFIC.contains(work))
                    .toList();
            TrafficRounds rounds = new TrafficRounds(bench, settings, progress);
            rounds.baseline(traffic.stream().filter(WITHOUT_PROXY::contains).toList());
            rounds.run(traffic, peers);
            if (settings.works().contains(Work.MEMORY)) {
                new MemoryRounds(bench, withinLimit(), progress).run(peers);
            }
            if (settings.works().contains(Work.STORM)) {
                new StormRounds(bench, settings, progress).run(peers);
            }
            if (settings.works().contains(Work.FULL)) {
                String opinion = new SecondOpinion(bench, settings).about(reference());
                progress.say(opinion);
                facts.put("second client", opinion);
            }
        }
        return new Results(facts, reference().name(), progress.samples());
    }

    /** HAProxy where it is here. */
    private Peer reference() {
        return peers.stream()
                .filter(peer -> peer.kind() == Kind.HAPROXY)
                .findFirst()
                .orElse(peers.get(0));
    }

    private Settings withinLimit() throws IOException {
        long most = (Machine.openFiles() - OTHER_FILES) / 2;
        int connections = (int) Math.min(settings.connections(), most);
        return new Settings(
                settings.works(),
                settings.rounds(),
                settings.measureMillis(),
                settings.warmUpMillis(),
                settings.leadInMillis(),
                connections,
                settings.peerCpus(),
                settings.loadCpus());
    }

    private Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "date",
                LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")));
        facts.put("machine", Machine.description());
        facts.put("Java of load and broker", Machine.java());
        facts.put(
                "systems",
                peers.stream().map(peer -> peer.name() + " " + peer.version()).collect(Collectors.joining("; ")));
        facts.put(
                "method",
                settings.rounds() + " interleaved rounds of " + settings.measureMillis() / 1000.0 + " s after "
                        + settings.warmUpMillis() / 1000.0 + " s of warm-up; system on CPU " + settings.peerCpus()
                        + ", load and broker on CPU " + settings.loadCpus());
        return facts;
    }
}
