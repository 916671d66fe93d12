package io.mqttproxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.routing.DiscoveryException;
import java.nio.charset.StandardCharsets;

class EndpointSlicesFuzzTest {

    @FuzzTest
    void eitherReadsOrRefuses(byte[] bytes) {
        try {
            EndpointSlices slices = EndpointSlices.read(new String(bytes, StandardCharsets.UTF_8), "mqtt");
            assertThat(slices.backends())
                    .allSatisfy(backend -> assertThat(backend.port()).isPositive());
        } catch (DiscoveryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
