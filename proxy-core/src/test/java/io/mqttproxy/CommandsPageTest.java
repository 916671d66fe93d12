package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs every command of docs/commands.md in one folder, in order, and holds it to the lines below it; … stands for any text. */
@Timeout(120)
class CommandsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
    private static final String PROMPT = "$ mqtt-proxy ";
    private static final String EXIT_CODE = "exit code ";

    @TempDir
    private Path folder;

    /** A command with the lines that stand below it. */
    private record Example(String command, List<String> lines) {
        int exitCode() {
            return lines.stream()
                    .filter(line -> line.startsWith(EXIT_CODE))
                    .map(line -> Integer.parseInt(line.substring(EXIT_CODE.length())))
                    .findFirst()
                    .orElse(0);
        }
    }

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));

        assertThat(Main.commandLine().getSubcommands().values())
                .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
                .extracting(CommandLine::getCommandName)
                .filteredOn(name -> !readme.contains("`" + name + "`") && !readme.contains("`" + name + " "))
                .isEmpty();
    }

    @Test
    void everyExampleDoesWhatThePageSays() throws IOException {
        // given
        Files.writeString(folder.resolve("haproxy.cfg"), """
                defaults
                    mode tcp
                    timeout connect 5s
                frontend mqtt
                    bind 127.0.0.1:1883
                    option tcplog
                    default_backend brokers
                backend brokers
                    server a 192.0.2.1:1883
                """);

        for (Example example : examples()) {
            // when
            Result result = runHere(example.command());

            // then
            List<String> printed = List.of(
                    (result.out() + result.err()).replace(folder + "/", "").split("\\R", -1));
            assertThat(result.exitCode()).as(example + "\n" + printed).isEqualTo(example.exitCode());
            for (String line : example.lines()) {
                if (!line.startsWith(EXIT_CODE)) {
                    assertThat(printed).as(example.command()).anyMatch(each -> matches(line, each));
                }
            }
        }
    }

    private static boolean matches(String line, String printed) {
        String pattern = Arrays.stream(line.replace("…/", "…").split("…", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + ".*" + right)
                .orElseThrow();
        return printed.matches(pattern);
    }

    /** With paths in the folder of this test, and with {@code > file}. */
    private Result runHere(String command) throws IOException {
        String[] parts = command.split(" > ", -1);
        String[] arguments = Arrays.stream(parts[0].split(" ", -1))
                .map(word -> word.matches("certs|[a-z]+\\.(yaml|cfg)")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        Result result = CommandLineTest.run(arguments);
        if (parts.length < 2) {
            return result;
        }
        Files.writeString(folder.resolve(parts[1]), result.out());
        return new Result(result.exitCode(), "", result.err());
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            for (String line : block.group(1).split("\n", -1)) {
                if (line.startsWith(PROMPT)) {
                    examples.add(new Example(line.substring(PROMPT.length()), new ArrayList<>()));
                } else if (!line.isEmpty()) {
                    examples.get(examples.size() - 1).lines().add(line);
                }
            }
        }
        assertThat(examples).hasSizeGreaterThan(8);
        return examples;
    }
}
