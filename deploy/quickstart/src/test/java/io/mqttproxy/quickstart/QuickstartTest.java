package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts around the proxy; the proxy itself is played. */
class QuickstartTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsLinesToPasteOnceTheProxyServes() throws Exception {
        List<String> configuration = new ArrayList<>();

        quickstart(file -> configuration.addAll(read(file))).start();

        String output = printed.toString(StandardCharsets.UTF_8);
        assertThat(output.lines().filter(line -> line.startsWith("mosquitto_")))
                .hasSize(6)
                .allMatch(line -> line.contains("--cafile " + folder.resolve("certs/ca.pem")));
        assertThat(output).containsPattern("\ncurl -s http://127.0.0.1:[0-9]+/metrics\n");
        assertThat(configuration).contains("    identity: {from: subject.cn}");
        assertThat(folder.resolve("brokers.log")).exists();
    }

    @Test
    void printsNothingWhenTheProxyDidNotStart() {
        Quickstart quickstart = quickstart(file -> {
            throw new QuickstartException("proxy.yaml:1:1 no");
        });

        assertThatThrownBy(quickstart::start)
                .isInstanceOf(QuickstartException.class)
                .hasMessage("proxy.yaml:1:1 no");
        assertThat(printed.size()).isZero();
    }

    private Quickstart quickstart(ProxyStarter proxy) {
        QuickstartOptions options = new QuickstartOptions(folder, OptionalInt.empty(), false, false);
        return new Quickstart(options, proxy, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
