package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TransportConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Why a start ends that was to take the ports of a running process over. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class TakeoverRefusalTest {

    @TempDir
    private Path folder;

    @Test
    void needsEpoll() throws Exception {
        ProxyConfig config = config();
        try (EventLoops loops = loops(Transport.NIO)) {
            assertThatThrownBy(() -> Takeover.begin(config, loops))
                    .isInstanceOf(StartException.class)
                    .hasMessageEndingWith(": sockets are handed over with epoll only (expected: transport.type auto or"
                            + " epoll, on Linux)");
        }
    }

    @Test
    void saysThatTheOtherProcessServesOnWhereItDoesNotLeave() throws Exception {
        Path path = folder.resolve("upgrade.sock");
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                EventLoops loops = loops(Transport.EPOLL)) {
            // given a process that hands over no socket, and does not leave
            other.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> answer(other, "C\0\0", "Nnot now"));
            try (Takeover takeover = Takeover.begin(config(), loops)) {
                // then
                assertThatThrownBy(() -> takeover.finish(null))
                        .isInstanceOf(StartException.class)
                        .hasMessageEndingWith(": " + path + ": not now; it serves on");
            }
            assertThat(said).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    /** One answer to each word of one byte. */
    private static void answer(ServerSocketChannel other, String... answers) {
        try (SocketChannel asker = other.accept()) {
            for (String answer : answers) {
                asker.read(ByteBuffer.allocate(1));
                asker.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventLoops loops(Transport transport) {
        return new EventLoops(transport, new TransportConfig(TransportConfig.Type.AUTO, 1));
    }

    private ProxyConfig config() throws Exception {
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"]}}
                startup: {upgradeSocket: upgrade.sock}
                """);
        return new ConfigLoader(Map.of()).load(file);
    }
}
