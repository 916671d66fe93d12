package io.mqttproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which standard streams of this process people read as they are written.
 *
 * <p>{@link System#console} is of no use for that: it looks at both streams together, never at standard error, and from Java 22 on
 * there is one without a terminal, too. The script that starts the proxy knows exactly ({@code test -t}); where Java was started
 * without it, Linux names what a stream leads to (proc(5), {@code /proc/self/fd}), in a container as well. Elsewhere nothing is
 * a terminal.
 */
final class Terminal {

    /** File descriptor of the standard output. */
    static final int STDOUT = 1;

    /** File descriptor of the standard error. */
    static final int STDERR = 2;

    /** A system property that the script sets: the descriptors that are terminals, such as {@code 12}; empty for none. */
    static final String TOLD = "mqttproxy.terminals";

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminal() {}

    /** Whether a standard stream is a terminal. */
    static boolean is(int descriptor) {
        @Nullable String told = System.getProperty(TOLD);
        return told == null
                ? leadsToOne(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                : told.indexOf('0' + descriptor) >= 0;
    }

    /** Whether a symbolic link does: to a pseudo terminal, a virtual console or a serial line. */
    static boolean leadsToOne(Path link) {
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no Linux, or no such descriptor
        }
    }
}
