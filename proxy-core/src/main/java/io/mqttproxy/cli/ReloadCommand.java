package io.mqttproxy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reload}: has a running proxy read its configuration anew, and says how that went. */
@Command(
        name = "reload",
        description = "Have a running proxy read its configuration anew. When anything is wrong, nothing changes.",
        mixinStandardHelpOptions = true)
public final class ReloadCommand implements Callable<Integer> {

    private static final int REFUSED = 1;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "the admin port (default: ${DEFAULT-VALUE})")
    private URI admin = URI.create("http://127.0.0.1:9090");

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file with the token of admin.token")
    private @Nullable Path tokenFile;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public ReloadCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            String token = tokenFile == null ? "" : Files.readString(tokenFile).strip();
            AdminCall.Answer answer = new AdminCall(admin, token).post("/api/v1/reload");
            if (Boolean.TRUE.equals(answer.body().get("reloaded"))) {
                spec.commandLine()
                        .getOut()
                        .println("Configuration " + answer.body().get("hash") + " serves new connections.");
                return 0;
            }
            if (answer.body().get("problems") instanceof List<?> problems) {
                problems.forEach(err::println);
                err.println("Nothing has changed.");
            } else {
                err.println(admin + ": " + answer.error());
            }
        } catch (NoSuchFileException e) {
            err.println("--token-file: no such file: " + tokenFile + " (expected: a file with the admin token)");
        } catch (IOException e) {
            err.println(e.getMessage());
        }
        return REFUSED;
    }
}
