package io.mqttproxy.perf.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader wants to know about the machine. */
final class Machine {

    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\S+)");

    /** What a process needs of descriptors besides two for each connection. */
    private static final long OTHER_FILES = 500;

    private Machine() {}

    static String description() throws IOException {
        Matcher model = MODEL.matcher(Files.readString(Path.of("/proc/cpuinfo")));
        return (model.find() ? model.group(1) : System.getProperty("os.arch")) + ", " + cores() + " cores, Linux "
                + System.getProperty("os.version");
    }

    static String java() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    /** How many descriptors a process may have. */
    static long openFiles() throws IOException {
        Matcher limit = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
        if (!limit.find()) {
            throw new IOException("/proc/self/limits tells nothing of open files");
        }
        return limit.group(1).equals("unlimited") ? 1_000_000 : Long.parseLong(limit.group(1));
    }

    /** How many connections a proxy can have with so many descriptors. */
    static long connectionsWithin(long openFiles) {
        return (openFiles - OTHER_FILES) / 2;
    }

    private static long cores() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
        return lines.stream().filter(line -> line.startsWith("processor")).count();
    }
}
