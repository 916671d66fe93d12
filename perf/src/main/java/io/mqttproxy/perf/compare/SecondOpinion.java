package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.measure.Processes;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.RunningPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks somebody else's client whether our load tells the truth: {@code openssl s_time} and our devices do the same full
 * handshakes, one after the other and without MQTT, and should cost a server the same.
 */
final class SecondOpinion {

    /** s_time says how many connections it made, and then in how many seconds of which clock. */
    private static final Pattern COUNT = Pattern.compile("([0-9]+) connections in [0-9]+ real seconds");

    private final Bench bench;
    private final Settings settings;

    SecondOpinion(Bench bench, Settings settings) {
        this.bench = bench;
        this.settings = settings;
    }

    /** A line for the facts of a comparison. */
    String about(Peer peer) throws IOException {
        try (RunningPeer running = bench.start(peer)) {
            Outcome ours = bench.run(
                    Jobs.handshakesOneByOne().lasting(settings.warmUpMillis(), settings.measureMillis()), running);
            double theirs = cpuMicrosWithOpenssl(running);
            return String.format(
                    Locale.ROOT,
                    "%s spends %.1f µs on a handshake of our load and %.1f µs on one of openssl s_time, a ratio of %.2f",
                    peer.name(),
                    ours.cpuMicrosPerOperation(),
                    theirs,
                    ours.cpuMicrosPerOperation() / theirs);
        }
    }

    private double cpuMicrosWithOpenssl(RunningPeer peer) throws IOException {
        Processes processes = Processes.ofThisMachine();
        long before = processes.cpuNanos(peer.pids());
        Process openssl = new ProcessBuilder(
                        "taskset",
                        "-c",
                        settings.loadCpus(),
                        "openssl",
                        "s_time",
                        "-connect",
                        "127.0.0.1:" + peer.ports().oneWay(),
                        "-new",
                        "-tls1_3",
                        "-time",
                        Long.toString(Math.max(1, settings.measureMillis() / 1000)))
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (processes.cpuNanos(peer.pids()) - before) / 1e3 / connections(said);
    }

    /** @throws IOException when the text is not that of s_time, or tells of no connection */
    static long connections(String said) throws IOException {
        Matcher count = COUNT.matcher(said);
        if (!count.find() || Long.parseLong(count.group(1)) == 0) {
            throw new IOException("openssl s_time said: " + said);
        }
        return Long.parseLong(count.group(1));
    }
}
