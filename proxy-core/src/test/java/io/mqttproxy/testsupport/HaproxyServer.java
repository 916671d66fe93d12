package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Debian's HAProxy with one port of 127.0.0.1 of its own, its log captured. Needs {@code @RequiresProgram("haproxy")}. */
public final class HaproxyServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    /** HAProxy does not tell which free port it took, so somebody else may take the one that was free a moment ago. */
    private static final int ATTEMPTS = 5;

    private static final String DEFAULTS = """
            global
                log stdout format raw local0
            defaults
                mode tcp
                log global
                timeout client 10s
                timeout server 10s
                timeout connect 2s
            """;

    private final TemporaryFolder folder;
    private final RunningProgram program;
    private final int port;

    private HaproxyServer(TemporaryFolder folder, RunningProgram program, int port) {
        this.folder = folder;
        this.program = program;
        this.port = port;
    }

    /**
     * Starts it with sections of {@code haproxy.cfg} behind global and defaults.
     *
     * @param sections in which {@code $PORT} stands for its port
     */
    public static HaproxyServer start(String sections) {
        TemporaryFolder folder = TemporaryFolder.create("haproxy");
        try {
            AssertionError last = new AssertionError("haproxy was never started");
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int port = FreePort.find();
                Path file = write(folder.path(), DEFAULTS + sections.replace("$PORT", Integer.toString(port)));
                RunningProgram program = RunningProgram.start("haproxy", "-db", "-f", file.toString());
                try {
                    awaitListening(program, port);
                    return new HaproxyServer(folder, program, port);
                } catch (AssertionError e) {
                    program.close();
                    last = e;
                }
            }
            throw last;
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static Path write(Path folder, String configuration) {
        try {
            return Files.writeString(folder.resolve("haproxy.cfg"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitListening(RunningProgram program, int port) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(START)
                    .until(() -> !program.alive() || accepts(port));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("haproxy does not listen\n" + program.stdout() + program.stderr(), e);
        }
        if (!program.alive()) {
            throw new AssertionError("haproxy ended\n" + program.stdout() + program.stderr());
        }
    }

    private static boolean accepts(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Waits until a line of the log contains {@code text}; throws {@link AssertionError} with the log otherwise. */
    public void awaitLog(Duration limit, String text) {
        program.awaitOutput(limit, text);
    }

    @Override
    public void close() {
        program.close();
        folder.close();
    }
}
