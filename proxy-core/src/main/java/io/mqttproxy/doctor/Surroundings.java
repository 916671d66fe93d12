package io.mqttproxy.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The clock, and the folder that native libraries are unpacked into. */
final class Surroundings {
    /** Nobody runs a build for so long, but a clock without a battery may be anywhere. */
    private static final Duration LONGEST_USE = Duration.ofDays(20 * 365);

    private final Machine machine;

    Surroundings(Machine machine) {
        this.machine = machine;
    }

    /**
     * Whether the clock can be right; certificates are judged by it.
     *
     * @param built when this program was made
     */
    Advice clock(Instant built) {
        Instant now = machine.now();
        if (now.isBefore(built.minus(Duration.ofDays(1))) || now.isAfter(built.plus(LONGEST_USE))) {
            return Advice.fail(
                    "clock",
                    now + " cannot be right, this program is of " + built
                            + "; certificates are judged by it (remedy: chrony or systemd-timesyncd)");
        }
        return Advice.ok("clock", now.toString());
    }

    /** Whether what is unpacked into the temporary folder can be loaded; tries it with a file, and takes it away again. */
    Advice temporaryFolder() {
        Path folder = machine.temporary();
        String subject = "temporary folder";
        String remedy = " (remedy: MQTT_PROXY_OPTS=-Dio.netty.native.workdir=… with a folder of its own)";
        try {
            Path file = Files.createTempFile(folder, "mqtt-proxy-doctor", ".so");
            try {
                Files.setPosixFilePermissions(
                        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
                return Files.isExecutable(file)
                        ? Advice.ok(subject, folder + " takes native libraries")
                        : Advice.warn(subject, folder + " is mounted noexec: no native TLS from there" + remedy);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Advice.warn(subject, folder + " cannot be written to: no native TLS from there" + remedy);
        }
    }
}
