package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    private static final List<String> KEYS = List.of("certFile", "keyFile", "caFile", "clientAuth", "bind", "to");

    @ParameterizedTest
    @CsvSource({
        "certfile, certFile",
        "cerFile, certFile",
        "caFiel, caFile",
        "client_auth, clientAuth",
        "bidn, bind",
        "dinb,",
        "bnd, bind",
        "ot, to",
        "t, to",
        "certificateFile,",
        "'',",
    })
    void offersTheNearestName(String mistyped, String nearest) {
        assertThat(NearestName.of(mistyped, KEYS)).isEqualTo(nearest);
    }

    @Test
    void offersNothingForTextOfAnyLength() {
        assertThat(NearestName.of("bind".repeat(100_000), KEYS)).isNull();
    }

    @Test
    void everyCertificateFieldIsAVariable() {
        for (String field : CertificateField.names()) {
            String name = "cert." + field;
            assertThat(Variables.known(name)).isTrue();
            assertThat(Variables.certificateField(name))
                    .isEqualTo(CertificateField.of(field))
                    .isNotNull();
        }
        assertThat(Variables.certificateField("subject.cn")).isNull();
        assertThat(Variables.known("cert.subject")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "plain text, plain text",
        "'', '\"\"'",
        "'a\nb', a\\u000Ab",
        "\u202Ex, \\u202Ex",
        "\uDBFF\uDFFF, \\u{10FFFF}",
    })
    void showsUntrustedTextInOneLine(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @Test
    void showsUnpairedSurrogatesAndCutsLongText() {
        assertThat(Printable.of("a\uD800")).isEqualTo("a\\uD800");
        assertThat(Printable.of("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
    }
}
