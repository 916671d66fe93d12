package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalApiTest {

    private final RefusalApi api = new RefusalApi(() -> List.of(
            refused("identity_rejected", "cert.cn \"sensor-17\" is not clean"), refused("cert_expired", "on Monday")));

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain"})
    void shortensNamesAndLeavesOutTheWordsThatQuoteThem(String accept) {
        // when
        String body = api.list(new AdminApi.Request(accept, Map.of(), "", "")).body();

        // then
        assertThat(body)
                .contains("identity_rejected", "cert_expired", "se…17", "on Monday")
                .doesNotContain("sensor-17", "is not clean");
    }

    private static RefusedClient refused(String reason, String detail) {
        return new RefusedClient(
                Instant.EPOCH,
                reason,
                "mqtts",
                "192.0.2.7:40000",
                "sensor-17",
                "sensor-17",
                RefusedClient.Hashes.NONE,
                "1f-1",
                detail);
    }
}
