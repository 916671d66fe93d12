package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be put into effect changes nothing, says where it is wrong, and is in nobody's way. */
@Timeout(120)
class ReloadRefusedIT {

    private static final String TOKEN = "t0ken";
    private static final String REST = """
            admin: {bind: "127.0.0.1:0", token: t0ken}
            logging: {access: "off"}
            """;
    private static final String LISTENER = "listeners: {mqtt: {bind: \"127.0.0.1:0\"}}\n";

    @TempDir
    private Path folder;

    private StubBroker broker;
    private String clusters;
    private ProxyUnderTest proxy;
    private Device early;
    private String hash;

    @BeforeEach
    void start() throws IOException {
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        clusters = "clusters: {brokers: {backends: [\"127.0.0.1:%d\"]}}\n".formatted(broker.port());
        proxy = ProxyUnderTest.exactly(folder, LISTENER + clusters + REST);
        early = connected("early");
        hash = json(proxy.get("/api/v1/config")).path("hash").asText();
    }

    @AfterEach
    void stop() {
        early.close();
        proxy.close();
        broker.close();
    }

    @Test
    void everyMistakeThatCheckKnowsIsToldWithItsPlace() throws Exception {
        List<Path> files = brokenFiles();
        for (Path file : files) {
            // when
            HttpResponse<String> answer = proxy.reload(Files.readString(file, StandardCharsets.ISO_8859_1), TOKEN);

            // then
            assertThat(problems(answer)).as(file.toString()).isNotEmpty().allMatch(ReloadRefusedIT::saysWhere);
        }
        assertNothingHasChanged(files.size());
    }

    private static boolean saysWhere(String problem) {
        return problem.matches("(?s).*proxy\\.yaml:[0-9]+:[0-9]+:? .+");
    }

    /** Those that the parser is tested with. */
    private static List<Path> brokenFiles() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(ReloadRefusedIT.class.getResource("/io/mqttproxy/config/broken"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatOnlyShowsWhenItIsTriedIsToldAsWell() throws Exception {
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> broken = new ArrayList<>();
            broken.add("listeners: {mqtt: {bind: \"127.0.0.1:%d\"}}\n".formatted(taken.getLocalPort()) + clusters);
            assertRefused(broken.get(0) + REST, "proxy.yaml:1:26 listeners.mqtt.bind: ", "expected: a free address");
        }
        assertRefused(tls("gone.pem", server.keyFile().toString()), "certificates.server.certFile", "gone.pem");
        assertRefused(tls(server.certFile().toString(), pki.caFile().toString()), "certificates.server");
        assertRefused(LISTENER + clusters + REST.replace("token: t0ken", "token: {file: gone}"), "admin.token", "gone");
        assertNothingHasChanged(4);
    }

    private String tls(String certificate, String key) {
        return "certificates: {server: {certFile: %s, keyFile: %s}}\n".formatted(certificate, key)
                + "listeners: {mqtt: {bind: \"127.0.0.1:0\", tls: {certificates: [server]}}}\n" + clusters + REST;
    }

    @Test
    void aFileThatIsGoneOrNoTextIsRefused() throws Exception {
        Files.delete(folder.resolve("proxy.yaml"));
        assertThat(problems(proxy.post("/api/v1/reload", TOKEN, "")))
                .hasSize(1)
                .allMatch(p -> p.contains("proxy.yaml"));

        Files.write(folder.resolve("proxy.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, 2});
        assertThat(problems(proxy.post("/api/v1/reload", TOKEN, "")))
                .hasSize(1)
                .allMatch(p -> p.contains("proxy.yaml"));

        assertNothingHasChanged(2);
    }

    @Test
    void whatTakesARestartIsRefusedByName() throws Exception {
        assertRefused(
                LISTENER + clusters + REST + "transport: {eventLoops: 7}\n",
                "transport.eventLoops: cannot change from 0 to 7",
                "or a restart");
        assertRefused(
                LISTENER + clusters + "admin: {bind: \"127.0.0.1:1\", token: t0ken}\nlogging: {access: stdout}\n",
                "admin.bind: cannot change from",
                "logging.access: cannot change from off to stdout");
        assertNothingHasChanged(2);
    }

    private void assertRefused(String yaml, String... texts) throws IOException {
        List<String> problems = problems(proxy.reload(yaml, TOKEN));
        assertThat(String.join("\n", problems)).contains(texts);
        assertThat(problems).allMatch(ReloadRefusedIT::saysWhere);
    }

    private static List<String> problems(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        List<String> problems = new ArrayList<>();
        json(answer).path("problems").forEach(problem -> problems.add(problem.asText()));
        return problems;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private void assertNothingHasChanged(int refused) throws IOException {
        byte[] publish = Packets.publish311("t", new byte[10]);
        assertThat(early.send(publish).read(publish.length)).isEqualTo(publish);
        connected("late").close();
        assertThat(json(proxy.get("/api/v1/config")).path("hash").asText()).isEqualTo(hash);
        assertThat(proxy.metric("mqttproxy_config_hash_info", "hash=\"" + hash + "\""))
                .isEqualTo(1);
        assertThat(proxy.metric("mqttproxy_config_reloads_total", "result=\"failed\""))
                .isEqualTo(refused);
        assertThat(proxy.metric("mqttproxy_config_reloads_total", "result=\"ok\""))
                .isZero();
        assertThat(proxy.metric("mqttproxy_config_last_reload_successful")).isZero();
    }

    private Device connected(String clientId) {
        Device device = Device.plain(proxy.port("mqtt"));
        assertThat(device.send(Packets.connect311(clientId)).read(4)).isEqualTo(Packets.CONNACK_3);
        return device;
    }

    @Test
    void aFileThatCannotBeReadIsNoReasonToForgetTheNextOne() {
        // when
        proxy.reload("listeners: {}\n", TOKEN);
        HttpResponse<String> answer = proxy.reload(LISTENER + clusters + REST + "shutdown: {pace: 10/s}\n", TOKEN);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(proxy.metric("mqttproxy_config_last_reload_successful")).isEqualTo(1);
        assertThat(proxy.get("/api/v1/config").body()).contains("\"pace\":\"10/s\"");
    }
}
