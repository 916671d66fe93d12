package io.mqttproxy.perf;

import io.mqttproxy.perf.report.JmhScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the JMH benchmarks of this package and compares them with the baseline that is kept beside them. */
@Command(
        name = "perf/run jmh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures parsers and encoders, and fails when one of them allocates more than the baseline says.")
public final class Microbenchmarks implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true, description = "The folder of the project.")
    private Path home = Path.of("");

    @Option(names = "--only", description = "A regular expression for names. Default: ${DEFAULT-VALUE}.")
    private String only = "io\\.mqttproxy\\.perf\\..*Benchmark";

    @Option(names = "--quick", description = "Short iterations: bytes are exact, times mean little.")
    private boolean quick;

    @Option(names = "--keep", description = "Make what is measured the new baseline.")
    private boolean keep;

    private Microbenchmarks() {}

    /** Ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Microbenchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        Path measured = Files.createDirectories(home.resolve("target/perf")).resolve("jmh.json");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(only)
                .addProfiler("gc")
                .resultFormat(ResultFormatType.JSON)
                .result(measured.toString());
        if (quick) {
            options.warmupTime(TimeValue.milliseconds(200)).measurementTime(TimeValue.milliseconds(200));
        }
        new Runner(options.build()).run();
        Path baseline = home.resolve("perf/jmh-baseline.json");
        JmhScores now = JmhScores.read(Files.readString(measured));
        if (keep) {
            Files.writeString(baseline, now.write());
            return 0;
        }
        return compare(JmhScores.baseline(Files.readString(baseline)), now);
    }

    private static int compare(JmhScores baseline, JmhScores now) {
        System.out.println(now.tableBeside(baseline));
        List<String> worse = now.allocatingMoreThan(baseline);
        worse.forEach(line -> System.err.println("allocates more than its baseline: " + line));
        return worse.isEmpty() ? 0 : 1;
    }
}
