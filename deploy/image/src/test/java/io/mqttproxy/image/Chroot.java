package io.mqttproxy.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A root folder and a user alone, which works where the kernel keeps containers away. */
record Chroot(RootFolder root, Path configuration) implements Engine {

    /** In a mount namespace of its own: the root, the configuration, and then a command. */
    private static final String MOUNTS = """
            set -e
            root=$1
            configuration=$2
            shift 2
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"
            mount --bind /dev "$root/dev"
            mount --bind "$configuration" "$root/etc/mqtt-proxy"
            mount -o remount,bind,ro "$root/etc/mqtt-proxy"
            mount -o remount,bind,ro "$root"
            exec "$@"
            """;

    @Override
    public List<String> start() {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNTS, "sh"));
        command.addAll(List.of(root.path().toString(), configuration.toString()));
        command.addAll(asItsUser());
        command.addAll(root.words("Env"));
        command.addAll(List.of("sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"));
        command.add(root.config("WorkingDir").asText());
        command.addAll(root.words("Entrypoint"));
        command.addAll(root.words("Cmd"));
        return command;
    }

    @Override
    public List<String> inside(String adminPort, List<String> command) {
        List<String> inside = asItsUser();
        inside.add("ADMIN_PORT=" + adminPort);
        inside.addAll(command);
        return inside;
    }

    private List<String> asItsUser() {
        return new ArrayList<>(List.of(
                "chroot",
                root.path().toString(),
                "/bin/setpriv",
                "--reuid=" + root.user(),
                "--regid=" + root.group(),
                "--clear-groups",
                "--bounding-set=-all",
                "--no-new-privs",
                "/bin/env",
                "-i",
                "PATH=/bin"));
    }
}
