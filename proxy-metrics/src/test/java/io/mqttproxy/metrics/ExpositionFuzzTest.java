package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

class ExpositionFuzzTest {

    /** Any header Accept gets a format, and OpenMetrics only when it is named. */
    @FuzzTest
    void alwaysFindsAFormat(byte[] data) {
        String accept = new String(data, StandardCharsets.ISO_8859_1);

        Exposition format = Exposition.forAccept(accept);

        boolean named = accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text");
        assertThat(format == Exposition.PROMETHEUS_TEXT || named).isTrue();
    }
}
