package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to a running proxy, against one. */
@Timeout(60)
class AdminCommandsTest {

    private static final String CLUSTERS = """
            listeners:
              mqtt: {bind: "127.0.0.1:0"}
              other: {bind: "127.0.0.1:0"}
            routes:
              - {when: {clientId: "x-*"}, to: others}
              - {to: brokers}
            clusters:
              brokers:
                backends: [{address: "127.0.0.1:%1$d", name: a}, {address: "127.0.0.1:%1$d", name: b}]
                balance: rendezvous
                selfTest: false
              others: {backends: [{address: "127.0.0.1:%1$d", name: c}], selfTest: false}
            logging: {access: "off"}
            """;

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        broker = StubBroker.start(StubBehaviour.accepting());
        token = Files.writeString(folder.resolve("token"), "let-me-in\n");
        proxy = ProxyUnderTest.startWithAdmin(
                folder, CLUSTERS.formatted(broker.port()), "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void statusPrintsEveryBackend() {
        // when
        Result result = run("status");

        // then
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .map(line -> line.replaceAll(" +", " ").replaceAll("20\\S+Z", "TIME"))
                .containsExactly(
                        "cluster brokers",
                        "BACKEND ADDRESS STATE WEIGHT CONNECTIONS CONNECT P50 P99 SINCE REASON",
                        "a 127.0.0.1:" + broker.port() + " UP 1 0 - - TIME not probed",
                        "b 127.0.0.1:" + broker.port() + " UP 1 0 - - TIME not probed",
                        "",
                        "cluster others",
                        "BACKEND ADDRESS STATE WEIGHT CONNECTIONS CONNECT P50 P99 SINCE REASON",
                        "c 127.0.0.1:" + broker.port() + " UP 1 0 - - TIME not probed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "drain", "restore", "rebalance", "explain"})
    void eachCommandHelps(String command) {
        // when
        Result result = CommandLineTest.run(command, "--help");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: mqtt-proxy " + command).contains("--admin", "--token-file");
    }

    @Test
    void statusPrintsJson() {
        assertThat(run("status", "--format", "json").out())
                .startsWith(
                        "{\"clusters\":[{\"name\":\"brokers\",\"backends\":[{\"name\":\"a\",\"address\":\"127.0.0.1:")
                .endsWith("]}]}\n");
    }

    @Test
    void drainAndRestoreSayWhatTheyHaveDone() {
        assertThat(withToken("drain", "a", "--pace", "20/s"))
                .isEqualTo(new Result(0, "backend a of cluster brokers is drained: 0 clients move at 20/s\n", ""));
        assertThat(run("status").out()).containsPattern("a +127\\S+ +DRAINED .* drained by an operator");
        assertThat(withToken("restore", "a", "--cluster", "brokers"))
                .isEqualTo(new Result(0, "backend a of cluster brokers takes clients again\n", ""));
        assertThat(run("status").out()).doesNotContain("DRAINED");
    }

    @Test
    void rebalanceSaysHowManyMove() {
        assertThat(withToken("rebalance", "brokers"))
                .isEqualTo(new Result(0, "cluster brokers: 0 clients move at 500/s\n", ""));
        assertThat(withToken("rebalance", "brokers", "--format", "json"))
                .isEqualTo(new Result(0, "{\"moving\":0,\"pace\":\"500/s\"}\n", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain d | no such backend: d (expected: a, b, c)",
                "drain a/b | no such backend: a/b (expected: a, b, c)",
                "drain a --cluster others | no such backend in cluster others: a (expected: a, b, c)",
                "drain a --pace 5 | pace: 5 (expected: a rate from 1/s to 1000000/s such as 500/s)",
                "restore d | no such backend: d (expected: a, b, c)",
                "rebalance d | no such cluster: d (expected: brokers, others)",
            })
    void aChangeThatCannotBeMadeFailsWithTheReason(String command, String error) {
        assertThat(withToken(command.split(" ")))
                .isEqualTo(new Result(1, "", admin() + ": " + error + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain a", "restore a", "rebalance brokers"})
    void changesNeedTheToken(String command) {
        assertThat(run(command.split(" ")))
                .isEqualTo(new Result(
                        1,
                        "",
                        admin() + ": wrong or missing token (expected: Authorization: Bearer)"
                                + System.lineSeparator()));
    }

    @Test
    void neverShowsATokenThatCannotBeSent() throws IOException {
        Path two = Files.writeString(folder.resolve("two"), "let-me-in\nand-me\n");
        assertThat(run("drain", "a", "--token-file", two.toString()).err())
                .isEqualTo("--token-file: " + two + ": not a token (expected: one line of ASCII)"
                        + System.lineSeparator());
    }

    @Test
    void saysThatTheTokenFileIsNotThere() {
        assertThat(run("drain", "a", "--token-file", "nowhere"))
                .isEqualTo(new Result(
                        1, "", "--token-file: nowhere (expected: a file that can be read)" + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "drain a", "restore a", "rebalance brokers", "explain --client-id d"})
    void saysThatNobodyAnswers(String command) {
        // given
        String address = admin();
        proxy.close();

        // when
        Result result = run((command + " --admin " + address).split(" "));

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith(address + ": no answer (expected: the admin address of a running proxy): ")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9090", "ftp://127.0.0.1", ":", "http://127.0.0.1:99999", "http://127.0.0.1/?a"})
    void saysWhatAnAdminAddressLooksLike(String address) {
        // when
        Result result = run("status", "--admin", address);

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("(expected: the admin address such as http://127.0.0.1:9090)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drain",
                "restore",
                "rebalance",
                "explain",
                "explain --client-id",
                "explain --client-id a --mqtt-version 4",
                "explain --client-id a --source here",
                "explain --client-id a --keep-alive long",
                "status --format xml",
                "status now",
            })
    void refusesToGuessWhatIsMeant(String command) {
        // when
        Result result = run(command.split(" "));

        // then
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void explainsByTheRunningProxy() {
        // given
        withToken("drain", "b");

        // when
        Result result = run("explain", "--client-id", "d 1/ü", "--listener", "other", "--mqtt-version", "3.1.1");

        // then
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "client \"d 1/ü\", listener other, MQTT 3.1.1, from 127.0.0.1",
                        "route routes[1]",
                        "cluster brokers",
                        "pick a, by the hash of its key",
                        "",
                        "BACKEND STATE TIER WEIGHT CONNECTIONS USED REASON",
                        "a UP 0 1 0 yes not probed",
                        "b DRAINED 0 1 0 no drained by an operator");
    }

    @Test
    void explainsByAFileAloneAndPicksWhatTheProxyPicks() {
        Path file = folder.resolve("proxy.yaml");
        for (String client : List.of("device-1", "device-2", "x-1")) {
            // when
            Result offline = run("explain", "--client-id", client, "-c", file.toString());
            Result running = run("explain", "--client-id", client);

            // then
            assertThat(offline).isEqualTo(running);
            assertThat(offline.out()).contains("route    routes[" + (client.startsWith("x-") ? 0 : 1) + "]\n");
        }
    }

    @Test
    void explainsInJson() {
        assertThat(run("explain", "--client-id", "x", "--sni", "A.example.com", "--format", "json")
                        .out())
                .startsWith("{\"clientId\":\"x\",\"listener\":\"mqtt\",\"mqttVersion\":\"5\",\"source\":\"127.0.0.1\","
                        + "\"sni\":\"a.example.com\",\"keepAlive\":60,\"route\":1,\"cluster\":\"brokers\",");
    }

    @Test
    void saysThatAListenerIsNotThere() {
        assertThat(run("explain", "--client-id", "x", "--listener", "wss"))
                .isEqualTo(new Result(
                        1, "", admin() + ": listener: wss (expected: one of mqtt, other)" + System.lineSeparator()));
    }

    private Result withToken(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--token-file");
        all.add(token.toString());
        return run(all.toArray(String[]::new));
    }

    /** Against the running proxy, unless the command says another one. */
    private Result run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        if (!all.contains("--admin")) {
            all.add("--admin");
            all.add(admin());
        }
        return CommandLineTest.run(all.toArray(String[]::new));
    }

    private String admin() {
        InetSocketAddress address = Objects.requireNonNull(proxy.server().adminAddress());
        return "http://127.0.0.1:" + address.getPort();
    }
}
