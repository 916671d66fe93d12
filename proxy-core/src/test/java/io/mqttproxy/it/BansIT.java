package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that an operator keeps out. */
@Timeout(60)
class BansIT {

    private static final String TOKEN = "let-me-change-things";
    private static final byte[] BANNED_3 = {
        0x20, // CONNACK
        0x02, // remaining length
        0x00, // session present
        0x05, // return code: not authorized
    };

    /** MQTT 5 section 3.2.2.2. */
    private static final byte BANNED = (byte) 0x8A;

    /** MQTT 5 section 3.14.2.1. */
    private static final byte ADMINISTRATIVE_ACTION = (byte) 0x98;

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        proxy = ProxyUnderTest.withAdmin(
                folder,
                pki,
                "identity: {from: subject.cn}",
                "backends: [\"127.0.0.1:" + broker.port() + "\"]",
                "{bind: \"127.0.0.1:0\", token: " + TOKEN + "}");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"clientId\": \"pump-7\"}", "{\"identity\": \"device-a\", \"for\": \"1h\"}"})
    void refusesThemWithTheWordsOfTheirVersion(String ban) {
        // given
        HttpResponse<String> answer = proxy.post("/api/v1/bans", TOKEN, ban);
        assertThat(answer.body()).contains("\"banned\":true").contains("\"ending\":0");

        // when
        byte[] modern = answerTo(Packets.connect5("pump-7"));
        byte[] old = answerTo(Packets.connect311("pump-7"));

        // then
        assertThat(modern).startsWith((byte) 0x20).contains(BANNED);
        assertThat(modern[3]).isEqualTo(BANNED);
        assertThat(old).isEqualTo(BANNED_3);
        proxy.awaitMetric(2, "mqttproxy_client_connections_refused_total", "reason=\"banned\"");
    }

    @Test
    void endsThoseWhoAreConnectedAndLeavesTheOthers() {
        // given
        try (Device banned = connected("device-a", "pump-7");
                Device other = connected("device-b", "pump-8")) {

            // when
            HttpResponse<String> answer =
                    proxy.post("/api/v1/bans", TOKEN, "{\"clientId\": \"pump-7\", \"reason\": \"sends nonsense\"}");

            // then
            assertThat(answer.body()).isEqualTo("{\"banned\":true,\"ending\":1}\n");
            assertThat(banned.readToEnd()).startsWith((byte) 0xE0).contains(ADMINISTRATIVE_ACTION);
            byte[] publish = Packets.publish311("still", new byte[] {1});
            assertThat(other.send(publish).read(publish.length)).isEqualTo(publish);
        }
        proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"banned\"");
        proxy.awaitMetric(0, "mqttproxy_client_connections");
        proxy.assertBooksBalance();
    }

    @Test
    void resetsAnAddressBeforeItIsHeard() {
        // given
        try (Device connected = connected("device-a", "pump-7")) {
            proxy.post("/api/v1/bans", TOKEN, "{\"address\": \"127.0.0.0/8\", \"for\": \"10m\"}");

            // then
            assertThat(connected.readToEnd()).startsWith((byte) 0xE0).contains(ADMINISTRATIVE_ACTION);
        }
        try (Device again = Device.plain(proxy.port())) {
            assertThat(again.ends()).isTrue();
        }
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"banned\"");
    }

    @Test
    void letsThemInAgainOnceTheBanIsLifted() {
        // given
        proxy.post("/api/v1/bans", TOKEN, "{\"clientId\": \"pump-7\", \"reason\": \"sends nonsense\"}");
        assertThat(proxy.get("/api/v1/bans").body())
                .contains("{\"kind\":\"clientId\",\"value\":\"pump-7\",\"since\":\"")
                .contains("\"reason\":\"sends nonsense\"}");

        // when
        assertThat(proxy.delete("/api/v1/bans?clientId=pump-7", TOKEN).body()).isEqualTo("{\"lifted\":true}\n");

        // then
        connected("device-a", "pump-7").close();
        assertThat(proxy.get("/api/v1/bans").body()).isEqualTo("{\"bans\":[]}\n");
        assertThat(proxy.delete("/api/v1/bans?clientId=pump-7", TOKEN).body()).isEqualTo("{\"lifted\":false}\n");
    }

    @Test
    void keepsThemOutAfterARestart() throws IOException {
        // given
        proxy.close();
        proxy = keeping();
        proxy.post("/api/v1/bans", TOKEN, "{\"clientId\": \"pump-7\", \"for\": \"1h\"}");

        // when
        proxy.close();
        proxy = keeping();

        // then
        assertThat(answerTo(Packets.connect311("pump-7"))).isEqualTo(BANNED_3);
        connected("device-a", "pump-8").close();
        assertThat(Files.readString(folder.resolve("bans.yaml"))).contains("{clientId: \"pump-7\", since: 2");
    }

    @Test
    void tellsThatTheFileIsNotInOrderAndReloadsAllTheSame() throws IOException {
        // given
        proxy.close();
        proxy = keeping();
        Path file = Files.writeString(folder.resolve("bans.yaml"), "bans:\n  - {adress: 10.0.0.0/8}\n");

        // when
        proxy.post("/api/v1/bans", TOKEN, "{\"clientId\": \"pump-7\"}");

        // then
        proxy.awaitMetric(1, "mqttproxy_ban_file_failed");
        assertThat(proxy.get("/api/v1/bans").body())
                .contains("\"value\":\"pump-7\"")
                .contains("\"unwritten\":\"")
                .contains("bans.yaml:2:6 bans[0].adress: unknown key (expected: address)");
        assertThat(proxy.get("/api/v1/bans", "Accept", "text/plain").body())
                .contains("The file of bans has others, and is not written: ");
        assertThat(proxy.post("/api/v1/reload", TOKEN, "").statusCode()).isEqualTo(200);
        assertThat(answerTo(Packets.connect311("pump-7"))).isEqualTo(BANNED_3);
        assertThat(file).content().startsWith("bans:\n  - {adress");
    }

    private ProxyUnderTest keeping() {
        return ProxyUnderTest.withAdmin(
                folder,
                pki,
                "identity: {from: subject.cn}",
                "backends: [\"127.0.0.1:" + broker.port() + "\"]",
                "{bind: \"127.0.0.1:0\", token: " + TOKEN + "}\nbans: {file: bans.yaml}");
    }

    @Test
    void saysWhyItWasByTheIdOfTheLogLine() {
        // given
        proxy.post("/api/v1/bans", TOKEN, "{\"identity\": \"device-a\"}");
        answerTo(Packets.connect5("pump-7"));
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"banned\"");

        // when somebody asks who knows the name
        String refusals =
                proxy.get("/api/v1/refusals?identity=device-a&reason=banned").body();

        // then the answer does not tell it
        assertThat(refusals)
                .contains("\"reason\":\"banned\",\"listener\":\"mqtts\",\"client\":\"127.0.0.1:")
                .contains("\"identity\":\"de…-a\"")
                .contains("\"detail\":\"by identity\"")
                .doesNotContain("device-a", "pump-7");
        assertThat(proxy.get("/api/v1/refusals?identity=device-b").body()).isEqualTo("{\"refusals\":[]}\n");
    }

    @Test
    void nobodyBansWithoutTheToken() {
        assertThat(proxy.post("/api/v1/bans", "wrong", "{\"clientId\": \"a\"}").statusCode())
                .isEqualTo(401);
        assertThat(proxy.delete("/api/v1/bans?clientId=a", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(proxy.get("/api/v1/bans").body()).isEqualTo("{\"bans\":[]}\n");
    }

    private byte[] answerTo(byte[] connect) {
        try (Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            return device.send(connect).readToEnd();
        }
    }

    private Device connected(String commonName, String clientId) {
        Device device = Device.connect(pki, proxy.port(), pki.client(commonName));
        device.send(Packets.connect5(clientId)).read(5);
        return device;
    }
}
