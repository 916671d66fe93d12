package io.mqttproxy.tls.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestWebServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFetchTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST = 100;

    private final TestWebServer server = TestWebServer.start();
    private final HttpFetch http = new HttpFetch();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesADocumentOfTheLargestSize() {
        server.put("/crl", new byte[MOST]);

        assertThat(get("/crl", LIMIT)).succeedsWithin(LIMIT).isEqualTo(new byte[MOST]);
    }

    @Test
    void givesUpOnALargerOne() {
        server.put("/crl", new byte[MOST + 1]);

        assertThat(get("/crl", LIMIT))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withMessageContaining("more than 100 bytes");
    }

    @Test
    void doesNotTakeAnErrorPageForADocument() {
        assertThat(get("/nothing", LIMIT))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withMessageContaining("HTTP status 404");
    }

    @Test
    void followsNoRedirect() {
        server.put("/crl", "here".getBytes(StandardCharsets.US_ASCII));

        assertThat(get("/redirect/crl", LIMIT))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withMessageContaining("HTTP status 302");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForEver() {
        assertThat(get("/hangs", Duration.ofMillis(200)))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withMessageContaining("TimeoutException");
    }

    @Test
    void failsWithoutThrowingWhenNobodyCanBeThere() {
        server.close();

        assertThat(get("/crl", LIMIT)).failsWithin(LIMIT);
        assertThat(http.get(URI.create("http://127.0.0.1:99999/crl"), LIMIT, MOST))
                .failsWithin(LIMIT);
    }

    @Test
    void knowsWhichLocationsItCanAsk() {
        assertThat(HttpFetch.location("http://crl.example.com/a.crl")).isPresent();
        assertThat(HttpFetch.location("HTTP://crl.example.com/a.crl")).isPresent();
        assertThat(HttpFetch.location("https://crl.example.com/a.crl")).isEmpty();
        assertThat(HttpFetch.location("ldap://ldap.example.com/cn=a")).isEmpty();
        assertThat(HttpFetch.location("file:///etc/passwd")).isEmpty();
        assertThat(HttpFetch.location("http:///a.crl")).isEmpty();
        assertThat(HttpFetch.location("/a.crl")).isEmpty();
        assertThat(HttpFetch.location("http://crl example com/")).isEmpty();
    }

    private CompletableFuture<byte[]> get(String path, Duration timeout) {
        return http.get(URI.create(server.uri(path)), timeout, MOST);
    }
}
