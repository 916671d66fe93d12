package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.report.Sample;
import io.mqttproxy.perf.report.Work;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps samples and tells of each as it comes. Not thread-safe. */
final class Progress {

    private final PrintStream out;
    private final List<Sample> samples = new ArrayList<>();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        out.println(text);
    }

    void add(Work work, String peer, int round, String session, Figures figures) {
        Sample sample = new Sample(work.label(), peer, round, session, figures.map());
        samples.add(sample);
        out.printf(
                Locale.ROOT,
                "  %-14s %-12s round %d: %10.2f %s%n",
                work.label(),
                peer,
                round,
                sample.get(work.figure()),
                work.figure().unit());
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
