package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.admin.ProxyView.Certificate;
import io.mqttproxy.admin.ProxyView.Origin;
import io.mqttproxy.admin.ProxyView.Use;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameCoverTest {

    @ParameterizedTest
    @CsvSource({
        "DNS:a.example.com, a.example.com, true",
        "DNS:A.Example.com, a.example.com, true",
        "DNS:*.example.com, a.example.com, true",
        "DNS:*.example.com, *.example.com, true",
        "DNS:*.example.com, a.b.example.com, false",
        "DNS:*.example.com, example.com, false",
        "DNS:*.example.com, *.b.example.com, false",
        "DNS:a.example.com, *.example.com, false",
        "URI:a.example.com, a.example.com, false",
    })
    void findsServerNamesThatTheCertificateIsNotFor(String issued, String served, boolean covered) {
        Certificate certificate = new Certificate(
                "server",
                Origin.FILE,
                "CN=a",
                "CN=ca",
                "1",
                "00",
                List.of(issued),
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(new Use("listener", "mqtts", List.of(served)), new Use("listener", "two", List.of(served))));

        assertThat(NameCover.missing(certificate)).isEqualTo(covered ? List.of() : List.of(served));
    }
}
