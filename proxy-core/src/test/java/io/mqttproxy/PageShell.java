package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell as the pages assume one: {@code mqtt-proxy} is on its path, the folder is that of proxy.yaml, and curl fails where a
 * server refuses.
 */
final class PageShell {

    private static final int LIMIT_SECONDS = 60;

    /** The pages leave the address of the admin port to the default in many places. */
    private static final String ADDRESS = """
            #!/bin/sh
            case "$1 $*" in
                log-level*--admin* | hash*--admin*) ;;
                log-level* | hash*) set -- "$@" --admin "http://127.0.0.1:$ADMIN_PORT" ;;
            esac
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String adminPort = "9090";

    private PageShell(Path folder) {
        this.folder = folder;
    }

    static PageShell in(Path folder) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path program = Files.writeString(
                programs.resolve("mqtt-proxy"),
                ADDRESS + "exec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path")
                        + "' io.mqttproxy.Main \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve(".curlrc"), "fail\nsilent\nshow-error\n");
        PageShell shell = new PageShell(folder);
        shell.set("CURL_HOME", folder.toString());
        shell.set("PATH", programs + ":" + System.getenv("PATH"));
        return shell;
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** The pages have 9090. */
    void adminPort(int port) {
        adminPort = Integer.toString(port);
        set("ADMIN_PORT", adminPort);
    }

    /** Runs the lines one after the other; each must succeed. Returns what they printed. */
    String run(String lines) throws IOException, InterruptedException {
        String here = lines.replace("9090", adminPort).replace("/etc/mqtt-proxy/", "");
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", here)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process shell = builder.start();
        boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        ProgramResult result =
                new ProgramResult(ended ? shell.exitValue() : -1, Files.readString(out), Files.readString(err));
        assertThat(result.exitCode()).as("%s%n%s", here, result).isZero();
        return result.stdout();
    }
}
