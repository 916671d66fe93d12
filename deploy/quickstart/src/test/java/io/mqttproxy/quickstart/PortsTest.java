package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void takesAnotherPortWhereTheUsualOneIsTaken() throws Exception {
        try (ServerSocket taken = listen()) {
            Ports usual = new Ports(taken.getLocalPort(), 0, 0);

            Ports ports = Ports.choose(OptionalInt.empty(), usual);

            assertThat(ports.oneWay()).isPositive().isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void takesTheUsualPortWhereItIsFree() throws Exception {
        int free;
        try (ServerSocket socket = listen()) {
            free = socket.getLocalPort();
        }

        Ports ports = Ports.choose(OptionalInt.empty(), new Ports(0, free, 0));

        assertThat(ports.mutual()).isEqualTo(free);
    }

    @Test
    void aPortThatWasAskedForMustBeFree() throws IOException {
        try (ServerSocket taken = listen()) {
            int base = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.choose(OptionalInt.of(base), Ports.USUAL))
                    .isInstanceOf(QuickstartException.class)
                    .hasMessageStartingWith("port " + base + ": ")
                    .hasMessageContaining("try another --port-base");
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
