package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private static final String FLOOD = "192.0.2.66";
    private static final String PROBE = "192.0.2.7";

    private final OpenConnections connections = new OpenConnections(3);

    @Test
    void theOldestOfTheAddressWithTheMostMakesRoom() {
        // given
        EmbeddedChannel probe = from(PROBE);
        EmbeddedChannel first = from(FLOOD);
        EmbeddedChannel second = from(FLOOD);
        assertThat(connections.admit(probe)).isTrue();
        assertThat(connections.admit(first)).isTrue();
        assertThat(connections.admit(second)).isTrue();

        // when
        boolean admitted = connections.admit(from(FLOOD));

        // then
        assertThat(admitted).isTrue();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(probe.isOpen()).isTrue();
    }

    @Test
    void amongAddressesWithAsManyTheOldestMakesRoom() {
        EmbeddedChannel first = from(PROBE);
        EmbeddedChannel second = from(FLOOD);
        EmbeddedChannel third = from("192.0.2.8");
        connections.admit(first);
        connections.admit(second);
        connections.admit(third);

        assertThat(connections.admit(from(FLOOD))).isTrue();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void nobodyWhoseRequestIsThereIsClosedForSomebodyElse() {
        // given
        EmbeddedChannel[] answered = {from(FLOOD), from(FLOOD), from(FLOOD)};
        for (EmbeddedChannel channel : answered) {
            connections.admit(channel);
            connections.heard(channel);
        }

        // then
        assertThat(connections.admit(from(PROBE))).isFalse();
        assertThat(answered).allMatch(EmbeddedChannel::isOpen);
        answered[0].close();
        assertThat(connections.admit(from(PROBE))).isTrue();
    }

    @Test
    void aConnectionThatHasMadeRoomFreesItsPlaceOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(connections.admit(from(FLOOD))).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            EmbeddedChannel channel = from(PROBE);
            assertThat(connections.admit(channel)).isTrue();
            connections.heard(channel);
        }
        assertThat(connections.admit(from(PROBE))).isFalse();
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 40_000);
            }
        };
    }
}
