package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreePortTest {

    @ParameterizedTest
    @CsvSource({
        "'32768\t60999\n', 12000, 32767",
        "'15000 65535', 12000, 14999",
        "'12001 65535', 12000, 12000",
        "'1024 65000', 65001, 65535",
        "'1024 65534', 65535, 65535",
        "'20000 30000', 30001, 65535",
        "'1024 65535', 12000, 65535",
    })
    void areBesideThoseOfTheKernel(String kernelsOwn, int lowest, int highest) {
        assertThat(FreePort.Range.beside(kernelsOwn)).isEqualTo(new FreePort.Range(lowest, highest));
    }

    @Test
    void areWithinTheirRange() throws Exception {
        FreePort.Range range = FreePort.Range.ofThisMachine();

        for (int i = 0; i < 100; i++) {
            assertThat(FreePort.find()).isBetween(range.lowest(), range.highest());
        }
    }
}
