package io.mqttproxy.perf.measure;

import java.util.StringTokenizer;

/**
 * What {@code /proc/PID/stat} tells of a process, see proc(5).
 *
 * @param pid its id
 * @param parent the id of the process that started it
 * @param cpuTicks user and system time of all its threads, also of those that have ended, in ticks of {@link #TICK_NANOS}
 */
public record ProcessStat(long pid, long parent, long cpuTicks) {

    /** USER_HZ: 100 a second on every architecture that this runs on. */
    public static final long TICK_NANOS = 10_000_000L;

    /** Fields between the state and utime: ppid (4th) comes first, utime is the 14th. */
    private static final int FIELDS_FROM_PARENT_TO_UTIME = 9;

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException when it is not what proc(5) describes
     */
    public static ProcessStat parse(String line) {
        // The second field is the program's name in parentheses, which may itself hold blanks and parentheses.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open) {
            throw new IllegalArgumentException(line + " (expected: a line of /proc/PID/stat)");
        }
        StringTokenizer fields = new StringTokenizer(line.substring(close + 1));
        if (fields.countTokens() < FIELDS_FROM_PARENT_TO_UTIME + 4) {
            throw new IllegalArgumentException(line + " (expected: at least 15 fields of /proc/PID/stat)");
        }
        fields.nextToken(); // state
        long parent = Long.parseLong(fields.nextToken());
        for (int i = 0; i < FIELDS_FROM_PARENT_TO_UTIME; i++) {
            fields.nextToken();
        }
        long user = Long.parseLong(fields.nextToken());
        long system = Long.parseLong(fields.nextToken());
        return new ProcessStat(Long.parseLong(line.substring(0, open).trim()), parent, user + system);
    }

    /** The CPU time in nanoseconds, in steps of {@link #TICK_NANOS}. */
    public long cpuNanos() {
        return cpuTicks * TICK_NANOS;
    }
}
