package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RunningProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of the documentation is run by a test, or a comment ahead of it says what system it is an example for. Of those
 * for a shell, run or not: the shell reads them, our own commands are parsed, and what they take from the source tree is there.
 */
class ShellBlocksTest {

    private static final Pattern OURS = Pattern.compile("(?m)(?:^|[ /])mqtt-proxy +(?!mqtt-proxy)([a-z][^#>|&;)\\n]*)");
    private static final Pattern OUR_FILE = Pattern.compile("(?<![\\w/.-])((?:deploy|config|perf)/[\\w./-]*\\w)");

    /** What the launcher does itself. */
    private static final Set<String> LAUNCHER = Set.of("quickstart", "archive", "jvm-flags");

    /** How many blocks for a shell run: those of the README in ReadmeIT, of install.md in TarballIT, the others in PagesIT. */
    private static final Map<String, Long> RUN = Map.of(
            "README.md", 3L,
            "docs/install.md", 1L,
            "docs/logs.md", 3L,
            "docs/operate.md", 1L,
            "docs/reload.md", 1L,
            "docs/revoke-a-device.md", 4L,
            "docs/rotate-a-ca.md", 2L);

    static List<PageBlock> shellBlocks() {
        return PageBlock.all().stream()
                .filter(block -> block.language().equals("sh"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shellBlocks")
    void theShellUnderstandsIt(PageBlock block) {
        ProgramResult result =
                RunningProgram.runWithInput(Duration.ofSeconds(20), new byte[0], "sh", "-n", "-c", block.text());

        assertThat(result).isEqualTo(new ProgramResult(0, "", ""));
    }

    @ParameterizedTest
    @MethodSource("shellBlocks")
    void whatItTakesFromTheSourceTreeIsThere(PageBlock block) {
        Matcher file = OUR_FILE.matcher(block.text());
        while (file.find()) {
            if (!file.group(1).contains("/target")) {
                assertThat(PageBlock.TOP.resolve(file.group(1)))
                        .as("%s", block.page())
                        .exists();
            }
        }
    }

    @Test
    void ourOwnCommandsAreOnesThatWeTake() {
        int commands = 0;
        for (PageBlock block : shellBlocks()) {
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
    void everyBlockForAShellRunsOrSaysWhatItIsAnExampleFor() {
        assertThat(shellBlocks().stream()
                        .filter(block -> block.isToBeRun() && !block.isTheBuildItself())
                        .collect(Collectors.groupingBy(PageBlock::page, Collectors.counting())))
                .isEqualTo(RUN);
    }

    /** YAML runs in {@link DocumentationTest}, the commands of docs/commands.md in {@link CommandsPageTest}. */
    @Test
    void everyOtherBlockRunsOrSaysWhatItIsAnExampleFor() {
        assertThat(PageBlock.all())
                .filteredOn(block ->
                        !block.language().equals("sh") && !block.language().equals("yaml"))
                .filteredOn(block -> !block.page().equals("docs/commands.md")
                        || !block.language().equals("console"))
                .hasSizeGreaterThan(20)
                .allMatch(block -> block.example().isPresent());
    }
}
