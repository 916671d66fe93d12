package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    @ParameterizedTest
    @CsvSource({"40001,40002", "40002,40001", "33333,44444", "50000,50001"})
    void findsAClientForTheOtherBroker(int first, int second) {
        Placement placement = Placement.over(first, second);
        int portOfA = placement.port("device-a");

        String other = placement.elsewhere("device-b", portOfA);

        assertThat(portOfA).isIn(first, second);
        assertThat(other).matches("device-b(-[0-9]+)?");
        assertThat(placement.port(other)).isIn(first, second).isNotEqualTo(portOfA);
    }
}
