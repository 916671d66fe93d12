package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BackendTest {

    @Test
    void isNamedAfterItsAddressUnlessAskedOtherwise() {
        assertThat(Backend.of("broker.internal", 1883, 1).name()).isEqualTo("broker.internal:1883");
    }

    @Test
    void putsIpv6AddressesInBrackets() {
        assertThat(new Backend("one", "2001:db8::1", 1883, 1).address()).isEqualTo("[2001:db8::1]:1883");
    }

    @Test
    void refusesWeightsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.of("h", 1883, -1))
                .withMessage("weight: -1 (expected: 0 to 1000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.of("h", 1883, 1001))
                .withMessage("weight: 1001 (expected: 0 to 1000)");
    }

    @Test
    void refusesPortsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.of("h", 0, 1))
                .withMessage("port: 0 (expected: 1 to 65535)");
    }

    @Test
    void refusesToHaveNoNameOrNoHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backend("", "h", 1, 1))
                .withMessage("name: \"\" (expected: a name such as broker-1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backend.of(" ", 1, 1))
                .withMessage("host: \" \" (expected: a host name or an IP address)");
    }
}
