package io.mqttproxy.discovery;

import static io.mqttproxy.discovery.EndpointSlicesTest.endpoint;
import static io.mqttproxy.discovery.EndpointSlicesTest.list;
import static io.mqttproxy.discovery.EndpointSlicesTest.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.DiscoveryConfig.Kubernetes;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.testsupport.KubernetesStub;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class KubernetesSourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PORTS = "[{\"name\":\"mqtt\",\"port\":1883}]";

    @TempDir
    private Path folder;

    private TestPki pki;
    private KubernetesStub server;
    private Path token;
    private Path ca;
    private KubernetesSource source;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(folder);
        server = KubernetesStub.start(pki.server());
        token = Files.writeString(folder.resolve("token"), KubernetesStub.TOKEN + "\n");
        ca = Files.copy(pki.caFile(), folder.resolve("kubernetes-ca.pem"));
        source = new KubernetesSource(
                new Kubernetes("brokers", "mqtt", "mqtt", server.uri(), token, ca),
                Duration.ofSeconds(40),
                Duration.ofSeconds(90));
        server.list(list(slice("IPv4", PORTS, endpoint("10.0.0.1", "broker-0", "{}"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsTheEndpointsOfTheServiceAndWatchesFromThere() {
        Discovered found = look().join();

        assertThat(found.backends()).containsExactly(new Backend("broker-0", "10.0.0.1", 1883, 1, 0, "west"));
        String list = "/apis/discovery.k8s.io/v1/namespaces/mqtt/endpointslices"
                + "?labelSelector=kubernetes.io%2Fservice-name%3Dbrokers";
        await().atMost(LIMIT).until(() -> server.requests().size() == 2);
        assertThat(server.requests()).containsExactly(list, list + "&watch=1&timeoutSeconds=90&resourceVersion=4711");
    }

    @Test
    void ringsWhenSomethingChanges() {
        // given
        CompletableFuture<?> bell = bell(look().join());
        await().atMost(LIMIT).until(() -> server.requests().size() == 2);
        assertThat(bell).isNotDone();

        // when
        server.event();

        // then
        await().atMost(LIMIT).until(bell::isDone);
    }

    @Test
    void ringsWhenTheServerGoesAway() {
        CompletableFuture<?> bell = bell(look().join());
        await().atMost(LIMIT).until(() -> server.requests().size() == 2);

        server.close();

        await().atMost(LIMIT).until(bell::isDone);
    }

    @Test
    void hangsUpWhenNobodyWaitsAnyMore() {
        // given
        server.neverEnd();
        CompletableFuture<Discovered> look = look();
        await().atMost(LIMIT).until(() -> server.requests().size() == 1);

        // when
        look.cancel(true);

        // then
        await().atMost(LIMIT).until(() -> server.hungUp() == 1);
    }

    @Test
    void readsTheTokenAnewEachTime() throws Exception {
        // given one that has run out
        Files.writeString(token, "old");
        assertThat(failure().result()).isEqualTo(DiscoveryResult.REFUSED);
        assertThat(failure()).hasMessageContaining("401 (expected: a role that may list and watch");

        // when
        Files.writeString(token, KubernetesStub.TOKEN);

        // then
        assertThat(look().join().backends()).hasSize(1);
    }

    @Test
    void readsTheCaAnewWhenItHasChanged() throws Exception {
        // given one that does not fit
        Files.copy(pki.stranger().certFile(), ca, StandardCopyOption.REPLACE_EXISTING);
        assertThat(failure().result()).isEqualTo(DiscoveryResult.ERROR);
        assertThat(server.requests()).as("the token went to nobody").isEmpty();

        // when
        Files.copy(pki.caFile(), ca, StandardCopyOption.REPLACE_EXISTING);

        // then
        assertThat(look().join().backends()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"403, REFUSED", "404, NOT_FOUND", "500, ERROR", "302, ERROR"})
    void tellsWhatTheServerAnswered(int status, DiscoveryResult result) {
        server.status(status);

        assertThat(failure().result()).isEqualTo(result);
        assertThat(failure()).hasMessageContaining("the API server answered " + status);
    }

    @Test
    void tellsThatAFileIsMissingOrUseless() throws Exception {
        Files.writeString(token, "");
        assertThat(failure()).hasMessageContaining("no token");
        Files.delete(token);
        assertThat(failure()).hasMessageContaining("not readable");
        Files.writeString(token, KubernetesStub.TOKEN);
        Files.writeString(ca, "nothing");
        assertThat(failure()).hasMessageContaining("not usable (expected: a PEM file with the CA)");
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        server.list("[" + " ".repeat(ApiServer.LARGEST_ANSWER) + "]");

        assertThat(failure()).hasMessageContaining("more than 16777216 bytes");
    }

    @Test
    void tellsThatNobodyAnswers() {
        server.close();

        assertThat(failure().result()).isEqualTo(DiscoveryResult.ERROR);
    }

    private static CompletableFuture<?> bell(Discovered found) {
        return Objects.requireNonNull(found.changed()).toCompletableFuture();
    }

    private CompletableFuture<Discovered> look() {
        return source.look().toCompletableFuture();
    }

    private DiscoveryException failure() {
        try {
            throw new AssertionError("found " + look().join());
        } catch (CompletionException e) {
            return (DiscoveryException) Objects.requireNonNull(e.getCause());
        }
    }
}
