package io.mqttproxy.perf;

import io.mqttproxy.perf.compare.Comparison;
import io.mqttproxy.perf.compare.Settings;
import io.mqttproxy.perf.compare.Soak;
import io.mqttproxy.perf.peers.Kind;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.PeerSearch;
import io.mqttproxy.perf.report.Markdown;
import io.mqttproxy.perf.report.ReportFiles;
import io.mqttproxy.perf.report.Results;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@code perf/run}. */
@Command(
        name = "perf/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares this proxy with those that are installed: CPU, memory and latency for the same work.")
public final class Perf implements Callable<Integer> {

    private static final int QUICK_CONNECTIONS = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // replaced by picocli before the command is called

    @Option(names = "--home", required = true, hidden = true, description = "The folder of the project.")
    private Path home = Path.of("");

    @Option(
            names = "--only",
            split = ",",
            converter = WorkName.class,
            completionCandidates = WorkName.class,
            description = "Works: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Work> only = List.of();

    @Option(
            names = "--peers",
            split = ",",
            converter = PeerName.class,
            completionCandidates = PeerName.class,
            description = "Peers: ${COMPLETION-CANDIDATES}. Default: all that are installed.")
    private List<Kind> names = List.of();

    @Option(
            names = "--with",
            description = "One more build of a peer: --with haproxy-awslc=haproxy:/opt/haproxy/sbin/haproxy.")
    private Map<String, String> more = new LinkedHashMap<>();

    @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(names = "--seconds", description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
    private double seconds = 3;

    @Option(names = "--warm-up", description = "Seconds, for each work and peer. Default: ${DEFAULT-VALUE}.")
    private double warmUp = 10;

    @Option(names = "--connections", description = "Idle ones, for memory. Default: ${DEFAULT-VALUE}.")
    private int connections = 9_000;

    @Option(names = "--peer-cpus", description = "Where what is measured runs. Default: ${DEFAULT-VALUE}.")
    private String peerCpus = "0";

    @Option(names = "--load-cpus", description = "Where load and broker run. Default: ${DEFAULT-VALUE}.")
    private String loadCpus = "1";

    @Option(
            names = "--quick",
            description = "One short round: shows that all works, but its figures mean little and go to target/.")
    private boolean quick;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description = "No comparison: everything in turn against this proxy; fails when its memory grows.")
    private int soak;

    private Perf() {}

    /** Ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Perf());
    }

    @Override
    public Integer call() throws Exception {
        List<Peer> peers = peers();
        Path perf = home.resolve("perf");
        Path work = Files.createDirectories(home.resolve("target/perf/work"));
        if (soak > 0) {
            Soak everything = new Soak(settings(), perf.resolve("peers"), work, System.out);
            return everything.run(peers.get(0), soak) ? 0 : 1;
        }
        Results results = new Comparison(settings(), peers, perf.resolve("peers"), work, System.err).run();
        String name = LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm"));
        Path json = new ReportFiles(quick ? work.resolve("results") : perf.resolve("results"), name).write(results);
        System.out.println(Markdown.of(results));
        System.err.println("written: " + json + ", and beside it a page and charts");
        return 0;
    }

    private Settings settings() {
        Set<Work> works = only.isEmpty() ? EnumSet.allOf(Work.class) : EnumSet.copyOf(only);
        return quick
                ? new Settings(works, 1, 500, 500, 200, QUICK_CONNECTIONS, peerCpus, loadCpus)
                : new Settings(
                        works,
                        rounds,
                        (long) (seconds * 1000),
                        (long) (warmUp * 1000),
                        500,
                        connections,
                        peerCpus,
                        loadCpus);
    }

    private List<Peer> peers() throws IOException, InterruptedException {
        PeerSearch search = new PeerSearch(home + ":" + System.getenv("PATH"));
        List<Peer> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (names.isEmpty() || names.contains(kind)) {
                search.find(kind)
                        .ifPresentOrElse(found::add, () -> System.err.println(kind.label() + " is not installed"));
            }
        }
        for (Map.Entry<String, String> extra : more.entrySet()) {
            found.add(extra(search, extra.getKey(), extra.getValue()));
        }
        if (found.isEmpty()) {
            throw misused("no peer is left (expected: at least one of --peers is installed)");
        }
        return found;
    }

    private Peer extra(PeerSearch search, String name, String kindAndProgram) throws IOException, InterruptedException {
        String[] parts = kindAndProgram.split(":", 2);
        if (parts.length != 2 || !Files.isExecutable(Path.of(parts[1]))) {
            throw misused("--with: " + kindAndProgram + " (expected: a kind of peer, a colon, and a program)");
        }
        Kind kind = kindOf(parts[0]);
        return search.examine(name, kind, Path.of(parts[1]))
                .orElseThrow(
                        () -> misused("--with: " + parts[1] + " lacks what is needed, such as nginx's stream module"));
    }

    private Kind kindOf(String label) {
        try {
            return new PeerName().convert(label);
        } catch (CommandLine.TypeConversionException e) {
            throw misused("--with: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException misused(String text) {
        return new CommandLine.ParameterException(spec.commandLine(), text);
    }
}
