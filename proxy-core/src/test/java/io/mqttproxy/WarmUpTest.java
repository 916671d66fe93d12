package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.TransportConfig;
import io.mqttproxy.rehearsal.Rehearsal;
import io.mqttproxy.testsupport.NettyLeaks;
import io.mqttproxy.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ExtendWith(NettyLeaks.class)
class WarmUpTest {

    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofSeconds(16);

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void playsConnectionsFromHandshakeToClose(Transport transport) throws Exception {
        int played = 0;
        for (Duration time = TIME; played <= 20 && time.compareTo(MOST) <= 0; time = time.multipliedBy(2)) {
            played = WarmUp.play(transport, time); // a slow machine needs the first seconds for its certificates
        }

        assertThat(played).isGreaterThan(20);
    }

    @Test
    void leavesNoFilesBehind() throws Exception {
        // given
        List<Path> configurations = new ArrayList<>();

        // when
        play(file -> {
            configurations.add(file);
            assertThat(file).exists();
            throw new IOException("no stage today");
        });

        // then
        assertThat(configurations).hasSize(1).allSatisfy(file -> assertThat(file.getParent())
                .doesNotExist());
    }

    @Test
    void keepsItsKeysToItself() throws Exception {
        play(file -> {
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertThat(files).hasSize(4);
                assertThat(Files.getPosixFilePermissions(file.getParent())).hasSize(3); // its owner's
            }
            throw new IOException("no stage today");
        });
    }

    @Test
    void saysWhyThereIsNoRehearsal() {
        assertThatThrownBy(() -> rehearse(file -> {
                    throw new IOException("no stage today");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no stage today");
    }

    private static void play(Rehearsal.Opening opening) {
        assertThatThrownBy(() -> rehearse(opening)).isInstanceOf(IOException.class);
    }

    private static void rehearse(Rehearsal.Opening opening) throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (EventLoops loops = new EventLoops(Transport.NIO, new TransportConfig(TransportConfig.Type.NIO, 1))) {
            new Rehearsal(
                            opening,
                            loops.clientSide(loopback).get(0),
                            loops.probes(Duration.ofSeconds(1)),
                            TlsEngine.best().provider())
                    .play(TIME);
        }
    }
}
