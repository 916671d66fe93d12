package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {

    @ParameterizedTest
    @CsvSource({
        "a.example.com, exact",
        "A.Example.COM, exact",
        "a.example.com., exact",
        "b.example.com, one label",
        "B.EXAMPLE.COM, one label",
        "b.example.com., one label",
        "xn--bcher-kva.example.com, one label",
        "b.a.example.com,", // a wildcard stands for one label only
        "example.com,",
        ".example.com,",
        "*.example.com, one label", // not a host name; no broker is reached by what no certificate covers
        "example.org,",
        "com,",
        "'',",
        ".,",
        "b.host, inner",
    })
    void findsTheValueForAName(String serverName, @Nullable String found) {
        // given
        ServerNames<String> names = new ServerNames<>();
        names.put("*.example.com", "one label");
        names.put("a.example.com", "exact");
        names.put("*.host", "inner");

        // then
        assertThat(names.find(serverName)).isEqualTo(found);
    }

    @Test
    void findsNothingForAClientWithoutAName() {
        ServerNames<String> names = new ServerNames<>();
        names.put("*.example.com", "one label");

        assertThat(names.find(null)).isNull();
    }

    @Test
    void foldsPatternsAsItFoldsNames() {
        ServerNames<String> names = new ServerNames<>();
        names.put("A.Example.com.", "first");

        assertThat(names.find("a.example.com")).isEqualTo("first");
    }

    @Test
    void tellsWhatAPatternStoodForBefore() {
        ServerNames<String> names = new ServerNames<>();

        assertThat(names.put("*.example.com", "first")).isNull();
        assertThat(names.put("*.EXAMPLE.com", "second")).isEqualTo("first");
        assertThat(names.find("b.example.com")).isEqualTo("second");
    }

    @Test
    void foldsWithoutTheLocaleOfTheMachine() {
        // given Turkish, where the capital I is not the capital of i
        java.util.Locale before = java.util.Locale.getDefault();
        ServerNames<String> names = new ServerNames<>();
        try {
            java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr"));
            names.put("IOT.example.com", "found");

            // then
            assertThat(names.find("iot.example.com")).isEqualTo("found");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }
}
