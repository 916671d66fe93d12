package io.mqttproxy.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * This machine with all that is installed on it, where one can install and remove as root: what is written lands in a folder
 * (an overlay in a mount namespace), and the machine itself stays as it is.
 */
final class CopyOfTheMachine {

    /** Goes into the copy, and becomes the command. */
    private static final String ENTER = """
            #!/bin/sh
            set -e
            export COPY='@COPY@'
            exec unshare --mount sh -c '
                set -e
                mount -t overlay -o "lowerdir=/,upperdir=$COPY/written,workdir=$COPY/work" overlay "$COPY/root"
                mount -t proc proc "$COPY/root/proc"
                mount --bind /dev "$COPY/root/dev"
                mount -t tmpfs tmpfs "$COPY/root/run"
                exec chroot "$COPY/root" "$@"' sh "$@"
            """;

    private final Shell shell;
    private final Path folder;

    private CopyOfTheMachine(Shell shell, Path folder) {
        this.shell = shell;
        this.folder = folder;
    }

    static CopyOfTheMachine in(Path folder, Shell shell) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String part : new String[] {"written", "work", "root"}) {
            Files.createDirectories(copy.resolve(part));
        }
        Files.writeString(folder.resolve("enter"), ENTER.replace("@COPY@", copy.toString()));
        return new CopyOfTheMachine(shell, copy);
    }

    /** Whether there can be one: it takes root, and a kernel that lets root mount. */
    boolean works() {
        return shell.run("sh ./enter true && echo works || true").endsWith("works\n");
    }

    /** Runs a line for {@code sh} in it as root to its end, which must be a good one, and returns both outputs. */
    String run(String line) {
        return runExpecting(0, line);
    }

    /** The same for a line that ends with this exit code. */
    String runExpecting(int exitCode, String line) {
        return shell.runExpecting(exitCode, command(line));
    }

    /** The command for a shell that runs a line for {@code sh} in it, without a process between. */
    String command(String line) {
        return "sh ./enter sh -c '" + line.replace("'", "'\\''") + "'";
    }

    /** The files and folders below what was written whose name matches; what was deleted again is not among them. */
    String written(String glob) {
        return shell.run(
                "find '" + folder.resolve("written") + "' -name '" + glob + "' ! -type c -printf '/%P\\n' | sort");
    }
}
