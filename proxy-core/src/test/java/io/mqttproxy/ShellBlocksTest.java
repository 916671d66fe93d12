package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The blocks of the documentation that are to be pasted into a shell. Most of them change a machine, so they are not run: the
 * shell reads them, our own commands are parsed, and what they take from the source tree is there.
 */
class ShellBlocksTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?m)^```([a-z]*)\\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern OURS = Pattern.compile("(?m)(?:^|[ /])mqtt-proxy +(?!mqtt-proxy)([a-z][^#>|&;)\\n]*)");
    private static final Pattern OUR_FILE = Pattern.compile("(?<![\\w/.-])((?:deploy|config|perf)/[\\w./-]*\\w)");

    /** What the launcher does itself. */
    private static final Set<String> LAUNCHER = Set.of("quickstart", "archive", "jvm-flags");

    /** Tested: yaml here, console by {@link CommandsPageTest}, sh below. The others are files of other programs, or text. */
    private static final Set<String> KNOWN = Set.of(
            "yaml",
            "console",
            "sh",
            "",
            "acl",
            "conf",
            "haproxy",
            "hocon",
            "json",
            "nginx",
            "properties",
            "xml",
            "yml");

    private record Block(Path page, String language, String text) {}

    static List<Block> shellBlocks() throws IOException {
        return blocks().filter(block -> block.language().equals("sh")).toList();
    }

    @ParameterizedTest
    @MethodSource("shellBlocks")
    void theShellUnderstandsIt(Block block) {
        ProgramResult result =
                RunningProgram.runWithInput(Duration.ofSeconds(20), new byte[0], "sh", "-n", "-c", block.text());

        assertThat(result).isEqualTo(new ProgramResult(0, "", ""));
    }

    @ParameterizedTest
    @MethodSource("shellBlocks")
    void whatItTakesFromTheSourceTreeIsThere(Block block) {
        Matcher file = OUR_FILE.matcher(block.text());
        while (file.find()) {
            if (!file.group(1).contains("/target")) {
                assertThat(TOP.resolve(file.group(1))).as("%s", block.page()).exists();
            }
        }
    }

    @Test
    void ourOwnCommandsAreOnesThatWeTake() throws IOException {
        int commands = 0;
        for (Block block : shellBlocks()) {
            Matcher command = OURS.matcher(block.text());
            while (command.find()) {
                String[] words = command.group(1).strip().split(" +");
                if (!LAUNCHER.contains(words[0])) {
                    assertThatCode(() -> Main.commandLine().parseArgs(words))
                            .as("%s: %s", block.page(), command.group())
                            .doesNotThrowAnyException();
                    commands++;
                }
            }
        }
        assertThat(commands).isPositive();
    }

    @Test
    void everyBlockIsOfAKindThatATestKnows() throws IOException {
        assertThat(blocks())
                .isNotEmpty()
                .allSatisfy(block -> assertThat(KNOWN).as("%s", block.page()).contains(block.language()));
    }

    private static Stream<Block> blocks() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(TOP);
                Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                blocks.add(new Block(page, block.group(1), block.group(2)));
            }
        }
        return blocks.stream();
    }
}
