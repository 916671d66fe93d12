package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests about clusters, without HTTP around them. */
class ClusterApiTest {

    private final TestClusters clusters = new TestClusters();
    private final AdminApi api = new AdminApi(
            (accept, out) -> "", List::of, new TestOperators.NothingRevoked(), clusters, AdminToken.of(new byte[] {'t'
            }));

    @Test
    void listsEveryBackendOfEveryCluster() {
        assertThat(get("/api/v1/clusters", "*/*").body())
                .isEqualTo("{\"clusters\":[{\"name\":\"one\",\"backends\":[" + backend("a") + "," + backend("b:1883")
                        + "," + backend("shared") + "]},{\"name\":\"two\",\"backends\":[" + backend("shared")
                        + "]}]}\n");
    }

    private static String backend(String name) {
        return "{\"name\":\"" + name + "\",\"address\":\"192.0.2.1:1883\",\"state\":\"UP\",\"reason\":\"not probed\","
                + "\"since\":\"2026-01-02T03:04:05Z\",\"connections\":0,\"weight\":1,\"draining\":false}";
    }

    @Test
    void listsThemInColumnsForPeople() {
        assertThat(get("/api/v1/clusters", "text/plain").body().lines())
                .containsExactly(
                        "cluster one",
                        "BACKEND  ADDRESS         STATE  WEIGHT  CONNECTIONS  CONNECT P50  P99  SINCE                 REASON",
                        "a        192.0.2.1:1883  UP     1       0            -            -    2026-01-02T03:04:05Z  not probed",
                        "b:1883   192.0.2.1:1883  UP     1       0            -            -    2026-01-02T03:04:05Z  not probed",
                        "shared   192.0.2.1:1883  UP     1       0            -            -    2026-01-02T03:04:05Z  not probed",
                        "",
                        "cluster two",
                        "BACKEND  ADDRESS         STATE  WEIGHT  CONNECTIONS  CONNECT P50  P99  SINCE                 REASON",
                        "shared   192.0.2.1:1883  UP     1       0            -            -    2026-01-02T03:04:05Z  not probed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/backends/a/drain | | drain one a 500",
                "/api/v1/backends/a/drain | {} | drain one a 500",
                "/api/v1/backends/a/drain | {\"pace\": \"20/s\"} | drain one a 20",
                "/api/v1/backends/b:1883/drain | | drain one b:1883 500",
                "/api/v1/backends/b%3A1883/drain | | drain one b:1883 500",
                "/api/v1/backends/shared/drain | {\"cluster\": \"two\"} | drain two shared 500",
                "/api/v1/backends/a/restore | | restore one a",
                "/api/v1/backends/shared/restore | {\"cluster\": \"one\"} | restore one shared",
                "/api/v1/clusters/two/rebalance | {\"pace\": \"1000000/s\"} | rebalance two 1000000",
            })
    void doesWhatItIsAsked(String path, @Nullable String body, String call) {
        // when
        AdminAnswer answer = post(path, body == null ? "" : body);

        // then
        assertThat(answer.status().code()).as(answer.body()).isEqualTo(200);
        assertThat(clusters.calls()).containsExactly(call);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/backends/c/drain | | 404 | no such backend: c (expected: a, b:1883, shared)",
                "/api/v1/backends/b+1883/drain | | 404 | no such backend: b+1883 (expected: a, b:1883, shared)",
                "/api/v1/backends/a/drain | {\"cluster\": \"two\"} | 404"
                        + " | no such backend in cluster two: a (expected: a, b:1883, shared)",
                "/api/v1/backends/shared/drain | | 409"
                        + " | shared is in several clusters (expected: \\\"cluster\\\" in the body, one of one, two)",
                "/api/v1/backends/a/drain | {\"pace\": \"0/s\"} | 400"
                        + " | pace: 0/s (expected: a rate from 1/s to 1000000/s such as 500/s)",
                "/api/v1/backends/a/drain | {\"pace\": \"1000001/s\"} | 400"
                        + " | pace: 1000001/s (expected: a rate from 1/s to 1000000/s such as 500/s)",
                "/api/v1/backends/a/drain | {\"pace\": 500} | 400"
                        + " | a body that is not understood (expected: none, or a JSON object with the texts cluster, pace)",
                "/api/v1/backends/a/drain | {\"speed\": \"5/s\"} | 400"
                        + " | a body that is not understood (expected: none, or a JSON object with the texts cluster, pace)",
                "/api/v1/backends/a/drain | [] | 400"
                        + " | a body that is not understood (expected: none, or a JSON object with the texts cluster, pace)",
                "/api/v1/backends/a/restore | {\"pace\": \"5/s\"} | 400"
                        + " | a body that is not understood (expected: none, or a JSON object with the texts cluster)",
                "/api/v1/clusters/three/rebalance | | 404 | no such cluster: three (expected: one, two)",
            })
    void saysWhyItDoesNothing(String path, @Nullable String body, int status, String error) {
        // when
        AdminAnswer answer = post(path, body == null ? "" : body);

        // then
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}\n");
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(clusters.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/backends//drain",
                "/api/v1/backends/drain",
                "/api/v1/backends/a/b/drain",
                "/api/v1/backends/%zz/drain",
                "/api/v1/backends/a",
                "/api/v1/clusters/one",
            })
    void knowsNoOtherPaths(String path) {
        assertThat(api.change(path)).isNull();
    }

    @Test
    void saysWhenNobodyElseIsThere() {
        // given the only one of its cluster
        String options = "{\"cluster\": \"two\"}";
        assertThat(post("/api/v1/backends/shared/drain", options, "text/plain").body())
                .isEqualTo("backend shared of cluster two is drained: 0 clients move at 500/s; no other backend of the"
                        + " cluster is up, clients are refused until one is\n");
    }

    @Test
    void saysInWordsWhatWasDone() {
        assertThat(post("/api/v1/backends/a/drain", "", "text/plain").body())
                .isEqualTo("backend a of cluster one is drained: 0 clients move at 500/s\n");
        assertThat(post("/api/v1/backends/a/restore", "", "text/plain").body())
                .isEqualTo("backend a of cluster one takes clients again\n");
        assertThat(post("/api/v1/clusters/one/rebalance", "", "text/plain").body())
                .isEqualTo("cluster one: 7 clients move at 500/s\n");
    }

    @Test
    void explainsWhereAClientGoes() {
        // when
        String text = get("/api/v1/explain", "text/plain", "clientId=d1", "sni=A.example.com")
                .body();

        // then
        assertThat(text.lines())
                .startsWith(
                        "client   \"d1\", listener mqtts, MQTT 5, from 127.0.0.1, sni \"a.example.com\"",
                        "route    routes[0]",
                        "cluster  one")
                .element(3)
                .asString()
                .matches("pick     (a|b:1883|shared), by the hash of its key");
        assertThat(get("/api/v1/explain", "*/*", "clientId=d1").body())
                .startsWith(
                        "{\"clientId\":\"d1\",\"listener\":\"mqtts\",\"mqttVersion\":\"5\",\"source\":\"127.0.0.1\","
                                + "\"keepAlive\":60,\"route\":0,\"cluster\":\"one\",\"candidates\":[{\"name\":\"a\",")
                .contains("\"tier\":0,\"used\":true}", "\"pick\":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sni=x | clientId: missing (expected: the client identifier)",
                "clientId=a;clientId=b | clientId: 2 times (expected: once)",
                "clientId=a;listener=mqtt | listener: mqtt (expected: one of mqtts, plain)",
                "clientId=a;mqttVersion=4 | mqttVersion: 4 (expected: 3.1, 3.1.1 or 5)",
                "clientId=a;source=here | source: here (expected: an IP address)",
                "clientId=a;keepAlive=65536 | keepAlive: 65536 (expected: 0 to 65535, in seconds)",
                "clientId=a;keepAlive=-1 | keepAlive: -1 (expected: 0 to 65535, in seconds)",
                "clientId=a;colour=red | colour: unknown (expected: one of clientId, listener, sni, alpn, username,"
                        + " identity, issuer, mqttVersion, source, keepAlive)",
            })
    void saysWhatIsWrongWithAQuestion(String query, String error) {
        // when
        AdminAnswer answer = get("/api/v1/explain", "*/*", query.split(";", -1));

        // then
        assertThat(answer.status().code()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}\n");
    }

    private AdminAnswer get(String path, String accept, String... query) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String pair : query) {
            String[] parts = pair.split("=", 2);
            parameters.merge(parts[0], List.of(parts[1]), (one, other) -> List.of(one.get(0), other.get(0)));
        }
        return call(api.read(path), accept, parameters, "");
    }

    private AdminAnswer post(String path, String body) {
        return post(path, body, "*/*");
    }

    private AdminAnswer post(String path, String body, String accept) {
        return call(api.change(path), accept, Map.of(), body);
    }

    private static AdminAnswer call(
            @Nullable Function<AdminApi.Request, CompletionStage<AdminAnswer>> endpoint,
            String accept,
            Map<String, List<String>> query,
            String body) {
        return Objects.requireNonNull(endpoint)
                .apply(new AdminApi.Request(accept, query, body, ""))
                .toCompletableFuture()
                .join();
    }
}
