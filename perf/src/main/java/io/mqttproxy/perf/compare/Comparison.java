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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A whole comparison, from certificates to results. */
public final class Comparison {

    private static final List<Work> OUTSIDE_TRAFFIC = List.of(Work.MEMORY, Work.STORM);
    private static final List<Work> WITHOUT_PROXY = List.of(Work.FULL, Work.PACED, Work.SATURATED, Work.BULK);

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
        try (Bench bench = Bench.open(settings, templates, folder, Machine.openFiles())) {
            Map<String, String> leftOut = new LinkedHashMap<>();
            List<Peer> able = able(bench, leftOut);
            Map<String, String> facts = facts(able);
            facts.putAll(leftOut);
            facts.forEach((name, value) -> progress.say(name + ": " + value));
            measure(bench, able);
            if (settings.works().contains(Work.FULL)) {
                String opinion = new SecondOpinion(bench, settings).about(reference(able));
                progress.say(opinion);
                facts.put("second client", opinion);
            }
            return new Results(facts, reference(able).name(), progress.samples());
        }
    }

    private void measure(Bench bench, List<Peer> able) throws IOException, InterruptedException {
        List<Work> traffic = settings.works().stream()
                .filter(work -> !OUTSIDE_TRAFFIC.contains(work))
                .toList();
        TrafficRounds rounds = new TrafficRounds(bench, settings, progress);
        rounds.baseline(traffic.stream().filter(WITHOUT_PROXY::contains).toList());
        rounds.run(traffic, able);
        if (settings.works().contains(Work.MEMORY)) {
            new MemoryRounds(bench, withinLimit(), progress).run(able);
        }
        if (settings.works().contains(Work.STORM)) {
            new StormRounds(bench, settings, progress).run(able);
        }
    }

    /** Those that serve; why the others do not is told, and they are left out. */
    private List<Peer> able(Bench bench, Map<String, String> leftOut) throws IOException {
        List<Peer> able = new ArrayList<>();
        for (Peer peer : peers) {
            Optional<String> objection = bench.objectionTo(peer);
            if (objection.isEmpty()) {
                able.add(peer);
            } else {
                leftOut.put("left out: " + peer.name(), objection.get());
            }
        }
        if (able.isEmpty()) {
            throw new IOException("no peer serves (expected: at least one): " + leftOut);
        }
        return able;
    }

    /** HAProxy where it is here. */
    private static Peer reference(List<Peer> peers) {
        return peers.stream()
                .filter(peer -> peer.kind() == Kind.HAPROXY)
                .findFirst()
                .orElse(peers.get(0));
    }

    private Settings withinLimit() throws IOException {
        int connections = (int) Math.min(settings.connections(), Machine.connectionsWithin(Machine.openFiles()));
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

    private Map<String, String> facts(List<Peer> able) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "date",
                LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")));
        facts.put("machine", Machine.description());
        facts.put("Java of load and broker", Machine.java());
        facts.put(
                "systems",
                able.stream().map(peer -> peer.name() + " " + peer.version()).collect(Collectors.joining("; ")));
        facts.put(
                "method",
                settings.rounds() + " interleaved rounds of " + settings.measureMillis() / 1000.0 + " s after "
                        + settings.warmUpMillis() / 1000.0 + " s of warm-up; system on CPU " + settings.peerCpus()
                        + ", load and broker on CPU " + settings.loadCpus());
        return facts;
    }
}
