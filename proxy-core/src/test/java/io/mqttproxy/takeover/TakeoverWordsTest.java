package io.mqttproxy.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two processes tell each other, and the operator, where the sockets cannot be handed over. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class TakeoverWordsTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private final EventLoop older = loops.next();
    private final EventLoop newer = loops.next();
    private @TempDir Path folder = Path.of("");
    private Path path = Path.of("");

    @BeforeEach
    void choosePath() {
        path = folder.resolve("upgrade.sock");
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(1, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @Test
    void anotherTryWillDoWhereTheListenersChangeWhileTheyAreHandedOver() throws Exception {
        // given other sockets at the second look, and none at the third
        AtomicInteger looks = new AtomicInteger();
        Offer offer = Offer.open(older, path, new Running(() -> {
            int look = looks.incrementAndGet();
            return look > 2 ? List.of() : List.of(new FileDescriptor(10_000 + look)); // never sent
        }));

        // then
        assertThatThrownBy(() -> Predecessor.find(newer, path))
                .isInstanceOf(TakeoverException.class)
                .hasMessage(path + ": its listeners have just changed (expected: another try)");
        requireNonNull(Predecessor.find(newer, path)).close();
        offer.close();
    }

    @Test
    void aProcessThatEndsStartsNobody() throws Exception {
        // given a connection from before that
        Offer offer = Offer.open(older, path, new Running(List::of));
        try (SocketChannel asker = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            say(asker, "U");
            asker.read(ByteBuffer.allocate(9));

            // when
            offer.withdraw();
            offer.close();
            say(asker, "U");

            // then
            assertThat(answer(asker)).isEqualTo("Nno new process can be started: this one is ending");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "S"})
    void anAnswerThatNobodyUnderstandsIsOfAnotherVersion(String words) throws Exception {
        // given
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> answerOnce(other, words));

            // then
            assertThatThrownBy(() -> Predecessor.find(newer, path))
                    .isInstanceOf(TakeoverException.class)
                    .hasMessage(path + ": unknown answer (expected: the same version of mqtt-proxy)");
            assertThat(said).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void socketsOfAnotherUserAreNotServed() throws Exception {
        int own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");

        PeerCheck.requireOwn(4_711, own);
        PeerCheck.requireOwn(1, 0);
        assertThatThrownBy(() -> PeerCheck.requireOwn(4_711, own + 1))
                .isInstanceOf(IOException.class)
                .hasMessage("process 4711 of user " + (own + 1)
                        + " listens there (expected: a folder where nobody else can)");
    }

    private static void answerOnce(ServerSocketChannel other, String words) {
        try (SocketChannel asker = other.accept()) {
            asker.read(ByteBuffer.allocate(1));
            say(asker, words);
            asker.read(ByteBuffer.allocate(1)); // until the other side leaves
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(SocketChannel other, String words) throws IOException {
        other.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String answer(SocketChannel asker) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1_000);
        while (asker.read(answer) >= 0) {
            assertThat(answer.hasRemaining()).isTrue();
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    private record Running(Supplier<List<FileDescriptor>> looks) implements Succession {
        @Override
        public List<FileDescriptor> sockets() {
            return looks.get();
        }

        @Override
        public CompletionStage<Void> stopAccepting() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Long> startSuccessor() {
            return CompletableFuture.completedFuture(4_711L);
        }
    }
}
