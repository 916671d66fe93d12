package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class CommandLineTest {

    @TempDir
    private Path folder;

    /** What a command leaves behind. */
    record Result(int exitCode, String out, String err) {}

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Result(commandLine.execute(arguments), out.toString(), err.toString());
    }

    @Test
    void findsNothingWrongWithAGoodFile() throws IOException {
        // given
        Path file = oneWay(TestPki.in(folder).server(), "127.0.0.1:0");

        // when
        Result result = run("check", "-c", file.toString());

        // then
        assertThat(result).isEqualTo(new Result(0, file + ": ok" + System.lineSeparator(), ""));
    }

    @Test
    void rehearsesAStart() {
        Result result = run("rehearse", "--seconds", "2");
        for (int seconds = 4; seconds <= 16 && result.out().startsWith("0 "); seconds *= 2) {
            result = run(
                    "rehearse", "--seconds", "" + seconds); // a slow machine needs the first ones for its certificates
        }

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("[1-9][0-9]* connections\\R");
    }

    @Test
    void doesNotRehearseForEver() {
        Result result = run("rehearse", "--seconds", "601");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("--seconds: 601 (expected: 1 to 600)");
    }

    @Test
    void bindsNothingForACheck() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            Path file = oneWay(TestPki.in(folder).server(), "127.0.0.1:" + taken.getLocalPort());

            // then
            assertThat(run("check", "-c", file.toString()).exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void saysWhereTheFileIsWrong(String command) throws IOException {
        // given
        Path file = write("listeners:\n  mqtts:\n    bnd: 127.0.0.1:0\n");

        // when
        Result result = run(command, "-c", file.toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains(file + ":3:5 listeners.mqtts.bnd: ", "bind")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void saysWhichFilesDoNotBelongTogether(String command) throws IOException {
        // given
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        TestCertificate other = pki.server();
        Path file = yaml(server.certFile(), other.keyFile(), "127.0.0.1:0");

        // when
        Result result = run(command, "-c", file.toString());

        // then
        assertThat(result)
                .isEqualTo(new Result(
                        1,
                        "",
                        file + ":2:"
                                + ("  server: {certFile: , keyFile: ".length()
                                        + server.certFile().toString().length()
                                        + 1)
                                + " certificates.server.keyFile: the key does not belong to " + server.certFile() + ": "
                                + other.keyFile() + " (expected: the private key of the first certificate in certFile)"
                                + System.lineSeparator()));
    }

    @Test
    void saysThatTheFileIsNotThere() {
        // when
        Result result = run("check", "-c", folder.resolve("nowhere.yaml").toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("nowhere.yaml").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --quick", "check", "run", "run -c", "serve", "", "--verbose"})
    void refusesToGuessWhatIsMeant(String arguments) {
        // when
        Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        // then
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "check --help", "version --help"})
    void helps(String arguments) {
        // when
        Result result = run(arguments.split(" ", -1));

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: mqtt-proxy");
    }

    @Test
    void printsEverythingThatABugReportNeeds() {
        // when
        Result result = run("version");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .map(line -> line.replaceAll(" .*", ""))
                .containsExactly("mqtt-tls-proxy", "java", "os", "netty", "tls", "transport");
        assertThat(result.out().lines())
                .allMatch(line -> line.matches("[a-z-]+ +\\S.*"))
                .noneMatch(line -> line.contains("unknown") || line.contains("${"));
    }

    @Test
    void printsTheVersionWhereProgramsDo() {
        assertThat(run("--version").out()).isNotBlank();
    }

    @Test
    void saysWhichPortIsTakenAndKeepsNone() throws IOException {
        int free = FreePort.find();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            Path file = write("""
                    listeners:
                      first: {bind: "127.0.0.1:%d"}
                      second: {bind: "127.0.0.1:%d"}
                    clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                    logging: {access: "off"}
                    """.formatted(free, taken.getLocalPort()));

            // when
            Result result = run("run", "-c", file.toString());

            // then
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith(file + ":3:18 listeners.second.bind: 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .contains("already in use")
                    .endsWith(" (expected: a free address)" + System.lineSeparator())
                    .hasLineCount(1);
            assertThatNoException()
                    .isThrownBy(() -> new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close());
        }
    }

    @Test
    void saysThatTheAdminPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            Path file = write("""
                    listeners: {first: {bind: "127.0.0.1:0"}}
                    clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                    logging: {access: "off"}
                    admin: {bind: "127.0.0.1:%d"}
                    """.formatted(taken.getLocalPort()));

            // when
            Result result = run("run", "-c", file.toString());

            // then
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("admin.bind: 127.0.0.1:" + taken.getLocalPort() + ": ");
            assertThat(result.err()).startsWith(file + ":4:");
        }
    }

    @Test
    void saysThatAHostNameToBindHasNoAddress() throws IOException {
        // given
        Path file = write("""
                listeners: {first: {bind: "nowhere.invalid:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                logging: {access: "off"}
                """);

        // when
        Result result = run("run", "-c", file.toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("listeners.first.bind: nowhere.invalid:0: ")
                .doesNotContain("null");
    }

    private Path oneWay(TestCertificate server, String bind) throws IOException {
        return yaml(server.certFile(), server.keyFile(), bind);
    }

    private Path yaml(Path certFile, Path keyFile, String bind) throws IOException {
        return write("""
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts: {bind: "%s", tls: {certificates: [server]}}
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                logging: {access: "off"}
                """.formatted(certFile, keyFile, bind));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("proxy.yaml"), yaml);
    }
}
