package io.mqttproxy.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the process may take: open files, memory, processors. */
final class LimitChecks {
    /** A client and its backend. */
    private static final int FILES_PER_CONNECTION = 2;
    /** Listening sockets, event loops, jars, logs, probes. */
    private static final int OTHER_FILES = 500;
    /** Bytes, measured with mutual TLS and idle clients, docs/performance.md: half of it Java objects, half native. */
    private static final long MEMORY_PER_CONNECTION = 12 * 1024;

    private static final long HEAP_PER_CONNECTION = 5 * 1024;
    /** Bytes of a JVM that serves nobody, with its code, classes and threads. */
    private static final long OTHER_MEMORY = 200L * 1024 * 1024;

    private static final long MIB = 1024 * 1024;

    private final Machine machine;
    private final Demand demand;

    LimitChecks(Machine machine, Demand demand) {
        this.machine = machine;
        this.demand = demand;
    }

    List<Advice> run() {
        List<Advice> advice = new ArrayList<>();
        long files = demand.connections() * FILES_PER_CONNECTION + OTHER_FILES;
        machine.openFiles().ifPresent(limit -> advice.add(openFiles(limit, files)));
        OptionalLong everybodys = machine.setting("fs/file-max");
        if (everybodys.isPresent() && everybodys.getAsLong() < files) {
            advice.add(Advice.fail(
                    "open files of the machine",
                    everybodys.getAsLong() + ", and " + promise() + " take " + files
                            + " (remedy: sysctl -w fs.file-max=" + 2 * files + ")"));
        }
        machine.memory().ifPresent(bytes -> advice.add(memory(bytes)));
        advice.add(heap());
        advice.add(processors());
        return advice;
    }

    private Advice openFiles(long limit, long needed) {
        String subject = "open files";
        if (limit >= needed) {
            return Advice.ok(subject, (limit == Long.MAX_VALUE ? "unlimited" : limit) + ", enough for " + promise());
        }
        long room = Math.max(0, limit - OTHER_FILES) / FILES_PER_CONNECTION;
        return Advice.fail(
                subject,
                limit + ", and " + promise() + " take " + needed + "; new clients fail beyond " + room
                        + " (remedy: LimitNOFILE=" + needed + " in the systemd unit or ulimit -n " + needed
                        + ", or limits.connections of " + room + " in all)");
    }

    private Advice memory(long bytes) {
        long needed = demand.connections() * MEMORY_PER_CONNECTION + OTHER_MEMORY;
        String text = mib(bytes) + ", and " + promise() + " take about " + mib(needed);
        return bytes >= needed
                ? Advice.ok("memory", text)
                : Advice.fail("memory", text + " (remedy: more memory, or a smaller limits.connections)");
    }

    private Advice heap() {
        long needed = demand.connections() * HEAP_PER_CONNECTION * 2 + OTHER_MEMORY / 2; // twice, for the collector
        String text = mib(machine.heap()) + " at most, and " + promise() + " want about " + mib(needed);
        return machine.heap() >= needed
                ? Advice.ok("java heap", text)
                : Advice.warn("java heap", text + " (remedy: MQTT_PROXY_OPTS=-Xmx" + (needed / MIB + 1) + "m)");
    }

    private Advice processors() {
        int loops = demand.eventLoops() == 0 ? machine.processors() : demand.eventLoops();
        String text = machine.processors() + ", with " + loops + " event loops";
        return loops <= machine.processors()
                ? Advice.ok("processors", text)
                : Advice.warn("processors", text + " that take turns (remedy: transport.eventLoops: 0)");
    }

    private String promise() {
        return demand.connections() + " connections";
    }

    private static String mib(long bytes) {
        return bytes / MIB + " MiB";
    }
}
