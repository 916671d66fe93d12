package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program in a process of its own, with this test's class path. */
final class ChildProxy implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listener mqtt on 127\\.0\\.0\\.1:([0-9]+)");

    private static final Pattern ADMIN = Pattern.compile("Admin on https?://127\\.0\\.0\\.1:([0-9]+)/");

    private final Process process;
    private final Path stderr;

    private ChildProxy(Process process, Path stderr) {
        this.process = process;
        this.stderr = stderr;
    }

    /** Starts {@code run} with the text of a proxy.yaml, and more options, and returns at once. */
    static ChildProxy start(Path folder, String yaml, String... options) {
        return start(folder, yaml, Map.of(), options);
    }

    /** The same with more in its environment. */
    static ChildProxy start(Path folder, String yaml, Map<String, String> environment, String... options) {
        try {
            Path config = Files.writeString(folder.resolve("proxy.yaml"), yaml);
            Path stderr = folder.resolve("stderr");
            List<String> command = new ArrayList<>(withDefaultSignals());
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.mqttproxy.Main",
                    "run",
                    "-c",
                    config.toString()));
            command.addAll(List.of(options));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("stdout").toFile())
                    .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            return new ChildProxy(builder.start(), stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Java leaves signals alone that are ignored when it starts, and whatever runs in the background or under nohup passes that
     * on. GNU's env takes it back, in the same process; other systems have no such option and go without.
     */
    private static List<String> withDefaultSignals() throws IOException {
        List<String> env = List.of("env", "--default-signal=HUP,INT,TERM");
        List<String> trial = new ArrayList<>(env);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0 ? env : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Waits until the listener {@code mqtt} serves and returns its port. */
    int awaitPort() {
        awaitLog("Listener mqtt on ");
        Matcher listening = LISTENING.matcher(stderr());
        assertThat(listening.find()).as(stderr()).isTrue();
        return Integer.parseInt(listening.group(1));
    }

    /** Waits until operators are answered and returns the port. */
    int awaitAdminPort() {
        awaitLog("Admin on ");
        Matcher admin = ADMIN.matcher(stderr());
        assertThat(admin.find()).as(stderr()).isTrue();
        return Integer.parseInt(admin.group(1));
    }

    long pid() {
        return process.pid();
    }

    void awaitLog(String text) {
        Awaitility.await(text)
                .pollInterval(Duration.ofMillis(50))
                .atMost(START)
                .until(() -> stderr().contains(text) || !process.isAlive());
        assertThat(stderr()).contains(text);
    }

    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits for the end and returns the exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS))
                .as(stderr())
                .isTrue();
        return process.exitValue();
    }

    String stderr() {
        try {
            return Files.readString(stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) END.toMillis());
        return socket;
    }

    /** Kills a process and waits until it is gone, so that it makes no more files in a folder that is being deleted. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill(process.toHandle());
    }
}
