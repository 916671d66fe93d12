package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketKeyFileTest {

    private static final String EXPECTED =
            " (expected: on each line one key of at least 32 bytes in base64 or hex; # begins a comment)";

    @TempDir
    private Path folder;

    @Test
    void takesHexAndBase64InTheOrderOfTheFile() throws Exception {
        // given
        byte[] one = key(32, 1);
        byte[] two = key(48, 2);
        byte[] three = key(80, 3);
        String text = "# current\n" + hex(one) + "\n\n  " + base64(two) + "  \r\n# next\n"
                + hex(three).toUpperCase(Locale.ROOT);

        // then
        assertThat(parse(text)).containsExactly(one, two, three);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing but comments\n"})
    void refusesAFileWithoutAKey(String text) {
        refuses(text, "no key in the file");
    }

    @Test
    void refusesWhatIsNoKeyWithoutShowingIt() {
        String good = hex(key(32, 1));
        refuses(good + "\nhunter2\n", "line 2 is no key");
        refuses("# x\n" + hex(key(31, 1)), "line 2 is no key");
        refuses(good + "0", "line 1 is no key");
        refuses(base64(key(31, 1)), "line 1 is no key");
        refuses(good + " " + good, "line 1 is no key");
        refuses(good + "\u00e4", "line 1 is no key");
    }

    @Test
    void refusesTheSameKeyTwiceInWhateverForm() {
        refuses(hex(key(32, 1)) + "\n" + base64(key(32, 1)), "line 2 repeats a key");
    }

    @Test
    void takesEightKeysAndNotNine() throws Exception {
        assertThat(parse(keys(8))).hasSize(8);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse(keys(9)))
                .withMessage("proxy.yaml:7:9 keysFile: 9 keys: tickets (expected: at most 8)");
    }

    @Test
    void refusesAFileThatIsTooLargeOrGone() throws Exception {
        Path file = folder.resolve("tickets");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TicketKeyFile.read(reference(file)))
                .withMessage("proxy.yaml:7:9 keysFile: cannot be read: NoSuchFileException: tickets" + EXPECTED);
        Files.writeString(file, "#".repeat(65_537));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TicketKeyFile.read(reference(file)))
                .withMessage("proxy.yaml:7:9 keysFile: larger than 65536 bytes: tickets" + EXPECTED);
    }

    private static void refuses(String text, String what) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse(text))
                .withMessage("proxy.yaml:7:9 keysFile: " + what + ": tickets" + EXPECTED);
    }

    private static List<byte[]> parse(String text) throws ConfigException {
        return TicketKeyFile.parse(reference(Path.of("tickets")), text);
    }

    private static FileRef reference(Path file) {
        return new FileRef(file, "tickets", new Source("proxy.yaml", 7, 9, "keysFile"));
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> hex(key(32, i))).collect(Collectors.joining("\n"));
    }

    private static byte[] key(int length, int value) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }
}
