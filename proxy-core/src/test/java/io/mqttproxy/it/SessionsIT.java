package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.ClientFleet;
import io.mqttproxy.testsupport.ClientFleet.Client;
import io.mqttproxy.testsupport.PublishingBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live connections as operators see and end them, with packets on their way all the time. */
@Timeout(120)
class SessionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TOKEN = "let-me-in";

    /** MQTT 5 section 3.14: DISCONNECT with the reason code Administrative action. */
    private static final byte[] ADMINISTRATIVE_ACTION = {
        (byte) 0xE0, // packet type and flags
        0x13, // remaining length
        (byte) 0x98, // reason code
        0x11, // property length
        0x1F, // reason string
        0x00, // its length
        0x0E,
        'a',
        'd',
        'm',
        'i',
        'n',
        'i',
        's',
        't',
        'r',
        'a',
        't',
        'i',
        'v',
        'e',
    };

    @TempDir
    private Path folder;

    private PublishingBroker broker;
    private ProxyUnderTest proxy;
    private ClientFleet fleet;

    @BeforeEach
    void start() throws Exception {
        broker = PublishingBroker.start();
        fleet = new ClientFleet();
        Files.writeString(folder.resolve("token"), TOKEN);
        proxy = ProxyUnderTest.startWithAdmin(
                folder, """
                listeners:
                  mqtt:
                    bind: 127.0.0.1:0
                    limits: {perSource: 10000, handshakes: "off"}
                clusters:
                  brokers:
                    backends: [{address: "127.0.0.1:%d", name: broker-1}]
                    selfTest: false
                logging: {access: "off"}
                """.formatted(broker.port()), "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    @AfterEach
    void stop() {
        fleet.close();
        proxy.close();
        broker.close();
    }

    @Test
    void aThousandAreListedOnceEachPageByPage() {
        // given
        connect(1_000);

        // when
        Set<String> names = new LinkedHashSet<>();
        String after = "";
        int listed = 0;
        for (int pages = 0; pages < 10; pages++) {
            String page = proxy.get("/api/v1/sessions?limit=150&after=" + after).body();
            assertThat(page).startsWith("{\"connections\":1000,\"sessions\":[");
            Matcher name = Pattern.compile("\"clientId\":\"(d[0-9]+)\"").matcher(page);
            while (name.find()) {
                names.add(name.group(1));
                listed++;
            }
            Matcher next = Pattern.compile("\"next\":\"([0-9a-f-]+)\"}\n$").matcher(page);
            after = next.find() ? next.group(1) : "";
            if (after.isEmpty()) {
                break;
            }
        }

        // then
        assertThat(names).hasSize(1_000);
        assertThat(listed).isEqualTo(1_000);
    }

    @Test
    void oneIsFoundByItsNameWithAllThatIsKnownOfIt() {
        // given
        connect(20);

        // when
        String found = proxy.get("/api/v1/sessions?clientId=d7&backend=broker-1&listener=mqtt&address=127.0.0.0/8")
                .body();

        // then
        assertThat(found)
                .containsOnlyOnce("\"id\":")
                .contains("\"clientId\":\"d7\"", "\"listener\":\"mqtt\"", "\"phase\":\"relaying\"", "\"mqtt\":\"5\"")
                .contains("\"cluster\":\"brokers\",\"backend\":\"broker-1\"");
        assertThat(proxy.get("/api/v1/sessions?clientId=d7", "Accept", "text/plain")
                        .body()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("ID ");
    }

    @Test
    void aGroupEndsWithAWordAboutIt() {
        // given
        List<Client> all = connect(300);

        // when
        HttpResponse<String> answer =
                proxy.post("/api/v1/sessions/disconnect", TOKEN, "{\"clientId\": \"d1*\", \"pace\": \"100/s\"}");

        // then d1, d10 to d19, d100 to d199
        assertThat(answer.body()).isEqualTo("{\"ending\":111,\"pace\":\"100/s\"}\n");
        await().atMost(LIMIT).until(() -> all.stream().filter(Client::closed).count() == 111);
        List<Client> ended = all.stream().filter(Client::closed).toList();
        assertThat(ended).allSatisfy(client -> {
            List<byte[]> packets = client.packets();
            assertThat(packets.get(packets.size() - 1)).isEqualTo(ADMINISTRATIVE_ACTION);
        });
        proxy.awaitMetric(111, "mqttproxy_client_disconnects_total", "cause=\"administrative\"");
        proxy.assertBooksBalance();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | no connection is named (expected: at least one of id, clientId, identity, address, backend, listener)",
                "{\"pace\": \"5/s\"} | no connection is named (expected: at least one of id, clientId, identity, address,"
                        + " backend, listener)",
                "{\"clientId\": \"d1\", \"pace\": \"5\"} | pace: 5 (expected: a rate from 1/s to 1000000/s such as 500/s)",
                "{\"client\": \"d1\"} | client: unknown (expected: one of id, clientId, identity, address, backend, listener,"
                        + " pace)",
            })
    void nobodyEndsByAMistakeOfTheOperator(String body, String error) {
        // given
        connect(3);

        // when
        HttpResponse<String> answer = proxy.post("/api/v1/sessions/disconnect", TOKEN, body);

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}\n");
        assertThat(proxy.metric("mqttproxy_client_connections")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0 | limit: 0 (expected: 1 to 1000)",
                "limit=1001 | limit: 1001 (expected: 1 to 1000)",
                "limit=x | limit: x (expected: 1 to 1000)",
                "address=here | address: here (expected: an address or a block such as 10.0.0.0/8 or 2001:db8::/32)",
                "clientId=a&clientId=b | clientId: 2 times (expected: once)",
                "colour=red | colour: unknown (expected: one of id, clientId, identity, address, backend, listener, after,"
                        + " limit)",
            })
    void aQuestionThatIsWrongIsAnsweredWithWhatIsRight(String query, String error) {
        HttpResponse<String> answer = proxy.get("/api/v1/sessions?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}\n");
    }

    @Test
    void everySecondASnapshotIsSentToThoseWhoListen() throws Exception {
        // given
        connect(5);
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", "GET /api/v1/events HTTP/1.1", "Host: localhost", "", "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            // when
            List<String> events = new ArrayList<>();
            while (events.size() < 3) {
                String line = Objects.requireNonNull(lines.readLine());
                if (line.startsWith("data: ")) {
                    events.add(line);
                }
            }

            // then
            assertThat(events).allSatisfy(event -> assertThat(event)
                    .contains("\"connections\":5,", "\"name\":\"broker-1\"", "\"eventLoopLagMicros\":["));
        }
    }

    private List<Client> connect(int count) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(fleet.connect(proxy.port("mqtt"), Packets.connect5("d" + i)));
        }
        await().atMost(LIMIT).until(() -> clients.stream().allMatch(Client::answered));
        proxy.awaitMetric(count, "mqttproxy_backend_connections");
        return clients;
    }
}
