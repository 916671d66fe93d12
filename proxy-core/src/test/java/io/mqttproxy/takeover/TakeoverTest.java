package io.mqttproxy.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Both sides in one process: a descriptor that is handed over is another one of the same socket here, too. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class TakeoverTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private final EventLoop older = loops.next();
    private final EventLoop newer = loops.next();
    private final Running running = new Running();
    private final List<Offer> offers = new ArrayList<>();
    private @TempDir Path folder = Path.of("");
    private Path path = Path.of("");

    @BeforeEach
    void choosePath() {
        path = folder.resolve("upgrade.sock");
    }

    @AfterEach
    void stop() {
        offers.forEach(Offer::close);
        loops.shutdownGracefully(1, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @Test
    void findsNobodyWhereNoSocketIs() throws TakeoverException {
        assertThat(Predecessor.find(newer, path)).isNull();
        assertThat(Predecessor.processId(newer, path)).isNull();
    }

    @Test
    void findsNobodyBehindTheFileOfAProcessThatWasKilled() throws Exception {
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }

        assertThat(path).exists();
        assertThat(Predecessor.find(newer, path)).isNull();
        offer(older);
        assertThat(Predecessor.processId(newer, path))
                .isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void handsOverAllSocketsAndTheClientsWhoWaitThere() throws Exception {
        InetSocketAddress first = running.listens();
        InetSocketAddress second = running.listens();
        offer(older);
        try (Socket waiting = connected(first)) {
            Predecessor found = requireNonNull(Predecessor.find(newer, path));

            accepting(found.take(first));
            List<EpollServerSocketChannel> rest = found.take(second);
            found.retire();

            assertThat(rest).hasSize(1);
            assertThat(running.stopped).isCompleted();
            assertThat(waiting.getInputStream().read()).isEqualTo('!');
            try (Socket later = connected(first)) {
                assertThat(later.getInputStream().read()).isEqualTo('!');
            }
            accepting(rest);
            found.close();
        }
    }

    @Test
    void leavesThePathToTheSuccessor() throws Exception {
        running.listens();
        Offer offer = offer(older);
        Predecessor found = requireNonNull(Predecessor.find(newer, path));
        found.retire();
        assertThat(path).doesNotExist();

        offer(newer);
        found.close();
        offer.close();
        assertThat(Predecessor.processId(newer, path)).isNotNull();
    }

    @Test
    void changesNothingWhenTheSuccessorDiesBeforeItAccepts() throws Exception {
        InetSocketAddress address = running.listens();
        offer(older);
        requireNonNull(Predecessor.find(newer, path)).close();

        assertThat(running.stopped).isNotDone();
        try (Socket client = connected(address)) {
            running.accept();
            assertThat(client.getInputStream().read()).isEqualTo('!');
        }
    }

    @Test
    void givesTheSocketsToOneSuccessorAtATimeAndToTheNextWhenThatOneIsGone() throws Exception {
        running.listens();
        offer(older);
        Predecessor first = requireNonNull(Predecessor.find(newer, path));

        assertThatThrownBy(() -> Predecessor.find(newer, path))
                .isInstanceOf(TakeoverException.class)
                .hasMessage(path + ": it ends, or another process is taking over (expected: one at a time)");

        first.close();
        @Nullable Predecessor second = null;
        while (second == null) { // the other side has yet to notice
            try {
                second = Predecessor.find(newer, path);
            } catch (TakeoverException e) {
                assertThat(e).hasMessageContaining("one at a time");
            }
        }
        second.close();
    }

    @Test
    void handsNothingOverToAProcessThatOnlySaysThatItAccepts() throws Exception {
        offer(older);
        assertThat(answerTo("M")).isEqualTo("Nnothing was handed over (expected: to ask for the sockets first)");
        assertThat(running.stopped).isNotDone();
    }

    @Test
    void refusesAWordThatItDoesNotKnow() throws Exception {
        offer(older);
        assertThat(answerTo("?")).isEqualTo("Nunknown word 63 (expected: the same version of mqtt-proxy)");
        assertThat(answerTo("Y")).isEqualTo("NYOURS is not for a successor to say");
    }

    @Test
    void startsASuccessorOrTellsWhyNot() throws Exception {
        offer(older);
        running.successor = CompletableFuture.completedFuture(4_711L);
        assertThat(Predecessor.startSuccessor(newer, path)).isEqualTo(4_711L);

        running.successor = CompletableFuture.failedFuture(new IOException("no such program"));
        assertThatThrownBy(() -> Predecessor.startSuccessor(newer, path))
                .hasMessage(path + ": no new process can be started: no such program");
        offers.forEach(Offer::close);
        assertThat(Predecessor.startSuccessor(newer, path)).isNull();
    }

    @Test
    void isForItsOwnUserOnlyAndGoneWhenClosed() throws Exception {
        Offer offer = offer(older);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        offer.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void handsNothingOverOnceItEnds() throws Exception {
        running.listens();
        Offer offer = offer(older);
        Predecessor asking = requireNonNull(Predecessor.find(newer, path));

        offer.withdraw();
        offer.close();

        assertThat(Predecessor.find(newer, path)).isNull();
        assertThatThrownBy(asking::retire).hasMessageContaining("it ends by itself");
        assertThat(running.stopped).isNotDone();
        asking.close();
    }

    @Test
    void doesNotDeleteAFileThatIsNoSocket() throws Exception {
        Files.writeString(path, "a key");

        assertThatThrownBy(() -> Offer.open(older, path, running)).hasMessage(path + ": is there, and no socket");
        assertThat(path).hasContent("a key");
    }

    @Test
    void saysWhichSocketCannotBeMade() {
        Path nowhere = folder.resolve("nowhere").resolve("upgrade.sock");

        assertThatThrownBy(() -> Offer.open(older, nowhere, running))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(nowhere + ": ");
    }

    private Offer offer(EventLoop loop) throws IOException {
        Offer offer = Offer.open(loop, path, running);
        offers.add(offer);
        return offer;
    }

    private String answerTo(String words) throws IOException {
        try (SocketChannel asker = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            asker.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(1_000);
            while (asker.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private void accepting(List<EpollServerSocketChannel> sockets) throws InterruptedException {
        for (EpollServerSocketChannel socket : sockets) {
            Greeting.on(newer).channelFactory(() -> socket).register().sync();
        }
    }

    /** A process whose sockets listen, and which accepts only when it is told to. */
    private final class Running implements Succession {
        private final List<Channel> listening = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();
        private volatile CompletionStage<Long> successor = new CompletableFuture<>();

        InetSocketAddress listens() {
            Channel channel = Greeting.on(older)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .syncUninterruptibly()
                    .channel();
            listening.add(channel);
            return (InetSocketAddress) channel.localAddress();
        }

        void accept() {
            listening.forEach(channel -> channel.config().setAutoRead(true));
        }

        @Override
        public List<FileDescriptor> sockets() {
            return listening.stream()
                    .map(channel -> ((EpollServerSocketChannel) channel).fd())
                    .toList();
        }

        @Override
        public CompletionStage<Void> stopAccepting() {
            listening.forEach(Channel::close);
            stopped.complete(null);
            return stopped;
        }

        @Override
        public CompletionStage<Long> startSuccessor() {
            return successor;
        }
    }
}
