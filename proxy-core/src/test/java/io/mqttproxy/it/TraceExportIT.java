package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.TestCollector;
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

/** How traces get to a collector, or do not. */
@Timeout(120)
class TraceExportIT {

    /** What waits at most, and 256 more. */
    private static final int TOO_MANY = 2_048 + 256;

    @TempDir
    private Path folder;

    private TracedProxy traced;

    @BeforeEach
    void start() {
        traced = new TracedProxy(folder);
    }

    @AfterEach
    void stop() {
        traced.close();
    }

    @Test
    void waitForACollectorThatIsDownForAMoment() {
        // given
        traced.collector().answerOnce(503);
        ProxyUnderTest tracing = traced.start(traced.traces());

        // when
        traced.connect();

        // then
        tracing.awaitMetric(1, "mqttproxy_traces_total", "exported");
        assertThat(traced.collector().requests()).isEqualTo(2);
        assertThat(traced.collector().spans()).hasSize(5);
    }

    @Test
    void areLostAndCountedAndHoldUpNobodyWhenACollectorDoesNotKeepUp() {
        // given
        traced.collector().hold();
        ProxyUnderTest tracing = traced.start(TracedProxy.traces(traced.collector(), ", timeout: 1m"));
        traced.connect();
        await().atMost(TracedProxy.LIMIT).until(() -> traced.collector().requests() == 1);

        // when more clients come and go than there is room for
        for (int i = 0; i < TOO_MANY; i++) {
            Device.plain(tracing.port("plain")).close();
        }

        // then
        tracing.awaitMetric(256, "mqttproxy_traces_total", "dropped");
        traced.connect();
        traced.collector().release();
        tracing.awaitMetric(2_049, "mqttproxy_traces_total", "exported");
    }

    @Test
    void goToACollectorWhoseCertificateIsVerifiedWithATokenFromAFile() throws IOException {
        try (TestCollector secured = TestCollector.start(traced.pki().server())) {
            // given
            Files.writeString(folder.resolve("collector-token"), "Bearer t0ken\n");
            String more = ", caFile: " + traced.pki().caFile() + ", headers: {Authorization: {file: collector-token}}";
            ProxyUnderTest tracing = traced.start(TracedProxy.traces(secured, more));

            // when
            traced.connect();

            // then
            tracing.awaitMetric(1, "mqttproxy_traces_total", "exported");
            assertThat(secured.headers().get(0).getFirst("Authorization")).isEqualTo("Bearer t0ken");
            assertThat(tracing.get("/api/v1/config").body())
                    .contains("\"Authorization\":\"***\"")
                    .doesNotContain("t0ken");
        }
    }

    @Test
    void doNotGoToACollectorThatSomebodyElseVouchesFor() throws IOException {
        try (TestCollector secured = TestCollector.start(traced.pki().server())) {
            // given
            Path stranger = TestPki.in(Files.createDirectory(folder.resolve("stranger")))
                    .caFile();
            ProxyUnderTest tracing = traced.start(TracedProxy.traces(secured, ", caFile: " + stranger));

            // when
            traced.connect();
            tracing.close();

            // then
            assertThat(secured.requests()).isZero();
        }
    }

    @Test
    void areSentBeforeTheProxyEnds() {
        // given
        ProxyUnderTest tracing = traced.start(traced.traces());
        traced.connect();

        // when
        tracing.close();

        // then
        assertThat(traced.collector().spans()).hasSize(5);
    }

    @Test
    void beginAndEndWithAReload() throws IOException {
        // given
        traced.start("");
        traced.connect();
        traced.awaitLines(1);
        Files.writeString(folder.resolve("collector-token"), "Bearer first");
        String with = TracedProxy.traces(traced.collector(), ", headers: {Authorization: {file: collector-token}}");

        // when
        assertThat(traced.reload(with).statusCode()).isEqualTo(200);
        traced.connect();
        traced.awaitSpans(5);
        Files.writeString(folder.resolve("collector-token"), "Bearer second");
        assertThat(traced.reload(with).statusCode()).isEqualTo(200);
        traced.connect();
        traced.awaitSpans(10);
        traced.awaitLines(3);
        assertThat(traced.reload("").statusCode()).isEqualTo(200);
        traced.connect();

        // then
        assertThat(traced.awaitLines(4).lines().map(line -> line.contains(" traceId=")))
                .containsExactly(false, true, true, false);
        assertThat(traced.collector().headers())
                .extracting(headers -> headers.getFirst("Authorization"))
                .containsExactly("Bearer first", "Bearer second");
        assertNoThread();
    }

    @Test
    void areRefusedWithAHeaderThatHttpCannotCarryWhichIsNotShown() throws IOException {
        // given a token over two lines
        Files.writeString(folder.resolve("collector-token"), "Bearer t0ken\nBearer t1ken\n");
        traced.start("");

        // when
        HttpResponse<String> answer = traced.reload(
                TracedProxy.traces(traced.collector(), ", headers: {Authorization: {file: collector-token}}"));

        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("logging.traces.headers.Authorization: *** (expected: visible ASCII, spaces only in between)")
                .doesNotContain("t0ken");
        assertNoThread();
    }

    @Test
    void areNotThereUnlessTheyAreAskedFor() throws IOException {
        // given
        ProxyUnderTest quiet = traced.start("");

        // when
        traced.connect();

        // then
        assertThat(traced.awaitLines(1)).doesNotContain("traceId");
        assertNoThread();
        assertThat(quiet.metric("mqttproxy_traces_total")).isZero();
    }

    /** Those of earlier tests end, too. */
    private static void assertNoThread() {
        await().atMost(TracedProxy.LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("traces")));
    }
}
