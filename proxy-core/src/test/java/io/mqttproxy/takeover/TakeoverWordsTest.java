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
import java.nio.file.Path;
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
