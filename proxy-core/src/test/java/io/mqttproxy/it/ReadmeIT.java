package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way to a first proxy, with its own commands: openssl's certificates, mosquitto, the first proxy.yaml. */
class ReadmeIT {

    private static final Path README = Path.of("../README.md");
    private static final Pattern BLOCK = Pattern.compile("```(sh|yaml)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    @RequiresProgram({"openssl", "mosquitto", "mosquitto_passwd", "mosquitto_pub"})
    void leadsToABrokerThatSeesTheDevicesVerifiedName() throws Exception {
        // given the certificates of step 1 and the broker of step 2, on a port of its own
        run(block("sh", "openssl genrsa"));
        run(block("sh", "mosquitto_passwd").replaceFirst("(?m)^.*mosquitto -c mosquitto.conf$", ""));
        String accounts = Files.readString(folder.resolve("mosquitto.conf"))
                .replaceFirst("listener 1883 127.0.0.1\n", "")
                .replace("accounts", folder.resolve("accounts").toString());
        try (MosquittoBroker broker = MosquittoBroker.start(accounts, Map.of())) {
            // and the configuration of step 3, on ports that are free here
            String yaml = block("yaml", "broker-password")
                    .replace("0.0.0.0:8883", "127.0.0.1:0")
                    .replace("127.0.0.1:1883", "127.0.0.1:" + broker.port())
                    .replace("127.0.0.1:9090", "127.0.0.1:0")
                    .concat("logging: {access: \"off\"}\n");
            Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml);
            try (ProxyServer proxy = ProxyServer.start(new ConfigLoader(Map.of()).load(file))) {
                // when the last command of step 4 is run
                ProgramResult published = MosquittoClients.publish(
                        publishArguments(proxy.listenerAddress("mqtts").getPort()));

                // then
                assertThat(published.exitCode()).as(published.stderr()).isZero();
                broker.awaitLog(Duration.ofSeconds(10), "u'device-a'");
            }
        }
    }

    private String[] publishArguments(int port) throws IOException {
        String command = block("sh", "mosquitto_pub -h")
                .lines()
                .filter(line -> line.startsWith("mosquitto_pub"))
                .findFirst()
                .orElseThrow();
        List<String> words =
                List.of(command.replace("8883", Integer.toString(port)).split(" "));
        return words.subList(1, words.size()).stream()
                .map(word -> word.startsWith("certs/") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new);
    }

    /** The first block of a language that contains a text. */
    private static String block(String language, String contains) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(README));
        while (block.find()) {
            if (block.group(1).equals(language) && block.group(2).contains(contains)) {
                return block.group(2);
            }
        }
        throw new AssertionError("no block of " + language + " with " + contains + " in the README");
    }

    private void run(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("script.log").toFile())
                .start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue())
                .as(Files.readString(folder.resolve("script.log")))
                .isZero();
    }
}
