package io.mqttproxy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mqttproxy.testsupport.TestCollector;
import io.mqttproxy.trace.OtlpExporter.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OtlpExporterTest {

    private final ExporterUnderTest under = new ExporterUnderTest();

    @AfterEach
    void stop() {
        under.close();
    }

    @Test
    void sendsAFewAtATimeWithTheHeadersThatAreWanted() {
        // given
        under.collector().hold();
        under.start(ExporterUnderTest.FAST);
        under.offer(1);
        under.awaitRequests(1);

        // when the rest waits together
        under.offer(6);
        under.collector().release();

        // then
        under.awaitCounts(7, 0, 0);
        assertThat(under.collector().received())
                .extracting(each -> each.getScopeSpans(0).getSpansCount())
                .containsExactly(3, 12, 6);
        assertThat(under.collector().headers())
                .allMatch(headers -> "Bearer t0ken".equals(headers.getFirst("Authorization")))
                .allMatch(headers -> "application/x-protobuf".equals(headers.getFirst("Content-Type")));
        under.awaitLines(0);
    }

    @Test
    void triesAgainWhatMayBeTakenLater() {
        // given
        under.collector().answerOnce(503, 429);
        under.start(ExporterUnderTest.FAST);

        // when
        under.offer(1);

        // then
        under.awaitCounts(1, 0, 0);
        assertThat(under.collector().requests()).isEqualTo(ExporterUnderTest.TRIES);
        under.awaitLines(2);
        assertThat(under.told(Level.WARN))
                .containsExactly("Traces are not taken by " + under.collector().uri()
                        + ": HTTP status 503. They wait for a moment and are lost then");
        assertThat(under.told(Level.INFO))
                .containsExactly(
                        "Traces are taken again by " + under.collector().uri() + "; lost meanwhile: 0");
    }

    @Test
    void givesUpAndGoesOnWithTheNextAndTellsOnce() {
        // given
        under.collector().answer(503);
        under.start(ExporterUnderTest.FAST);

        // when three in a row are lost, and the collector is back
        for (int lost = 1; lost <= 3; lost++) {
            under.offer(1);
            under.awaitCounts(0, lost, 0);
        }
        under.collector().answer(200);
        under.offer(1);

        // then
        under.awaitCounts(1, 3, 0);
        assertThat(under.collector().requests()).isEqualTo(3 * ExporterUnderTest.TRIES + 1);
        under.awaitLines(2);
        assertThat(under.told(Level.WARN)).hasSize(1);
        assertThat(under.told(Level.INFO)).singleElement().asString().endsWith("lost meanwhile: 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413, 500})
    void doesNotTryAgainWhatWillNeverBeTaken(int status) {
        // given
        under.collector().answer(status);
        under.start(ExporterUnderTest.FAST);

        // when
        under.offer(1);

        // then
        under.awaitCounts(0, 1, 0);
        assertThat(under.collector().requests()).isEqualTo(1);
        assertThat(under.told(Level.WARN)).singleElement().asString().contains("HTTP status " + status);
    }

    @Test
    void takesItsHeadersNowhereElse() {
        // given
        under.start(
                ExporterUnderTest.to(under.collector().uri().resolve("/elsewhere"), ExporterUnderTest.LIMIT),
                ExporterUnderTest.FAST);

        // when
        under.offer(1);

        // then
        under.awaitCounts(0, 1, 0);
        assertThat(under.collector().requests()).isEqualTo(1);
        assertThat(under.collector().received()).isEmpty();
    }

    @Test
    void dropsWhatDoesNotFitAndHoldsNobodyUp() {
        // given a collector that does not answer what it has
        under.collector().hold();
        under.start(ExporterUnderTest.FAST);
        under.offer(1);
        under.awaitRequests(1);

        // when
        under.offer(ExporterUnderTest.FAST.queue() + 5);

        // then
        under.awaitCounts(0, 0, 5);
        under.collector().release();
        under.awaitCounts(1 + ExporterUnderTest.FAST.queue(), 0, 5);
    }

    @Test
    void countsWhatACollectorThatIsNotThereDoesNotTake() throws Exception {
        try (Socket taken = new Socket()) {
            // given a port that is bound, so that nobody else gets it, and that nobody listens on
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            under.start(
                    ExporterUnderTest.to(
                            URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/v1/traces"),
                            ExporterUnderTest.LIMIT),
                    ExporterUnderTest.FAST);

            // when
            under.offer(1);

            // then
            under.awaitCounts(0, 1, 0);
            assertThat(under.told(Level.WARN)).singleElement().asString().contains("ConnectException");
        }
    }

    @Test
    void doesNotWaitForAnAnswerForEver() {
        // given
        under.collector().hold();
        under.start(
                ExporterUnderTest.to(under.collector().uri(), Duration.ofMillis(100)),
                new Limits(8, 4, Duration.ofMillis(1), 1, Duration.ofMillis(1), ExporterUnderTest.LIMIT));

        // when
        under.offer(1);

        // then
        under.awaitCounts(0, 1, 0);
        assertThat(under.told(Level.WARN)).singleElement().asString().contains("no answer within 100 ms");
    }

    @Test
    void goesOnWithAnotherCollectorWithoutLosingWhatWaits() {
        try (TestCollector next = TestCollector.start()) {
            // given
            under.collector().hold();
            under.collector().answer(503);
            OtlpExporter exports = under.start(ExporterUnderTest.FAST);
            under.offer(1);
            under.awaitRequests(1);

            // when
            exports.to(ExporterUnderTest.to(next.uri(), ExporterUnderTest.LIMIT));
            under.collector().release();

            // then
            under.awaitCounts(1, 0, 0);
            assertThat(next.spans()).hasSize(3);
            assertThat(under.collector().received()).isEmpty();
        }
    }

    @Test
    void showsNoToken() {
        assertThat(ExporterUnderTest.to(under.collector().uri(), ExporterUnderTest.LIMIT))
                .hasToString(under.collector().uri().toString());
    }
}
