package io.mqttproxy.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process of another user at the other end of the Unix socket; only root can start one. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@RequiresProgram({"setpriv", "perl"})
class OtherUserTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NOBODY = "65534";

    /** Listens, says so, and keeps whoever connects. */
    private static final String LISTEN = """
            use IO::Socket::UNIX;
            my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 5) or die $!;
            $| = 1; print "listening as $>\n"; my @kept; while (my $c = $s->accept) { push @kept, $c }
            """;

    /** Says a word that nobody knows, and tells how long the answer is. */
    private static final String ASK = """
            use IO::Socket::UNIX;
            my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die $!;
            $SIG{PIPE} = 'IGNORE'; syswrite $s, "?"; local $/; my $a = <$s>; print "answer: ", length($a // ""), "\n";
            """;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private @TempDir Path folder = Path.of("");
    private Path path = Path.of("");

    @BeforeEach
    void openTheFolderToEverybody() throws Exception {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assumeTrue(root || "true".equalsIgnoreCase(System.getenv("CI")), "not root");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        path = folder.resolve("upgrade.sock");
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(1, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @Test
    void theSocketsOfAnotherUsersProcessAreNotTaken() {
        try (RunningProgram stranger = RunningProgram.start("setpriv", asNobody(LISTEN))) {
            stranger.awaitOutput(LIMIT, "listening as " + NOBODY);

            assertThatThrownBy(() -> Predecessor.find(loop, path))
                    .isInstanceOf(TakeoverException.class)
                    .hasMessageMatching(".*upgrade\\.sock: process [0-9]+ of user " + NOBODY
                            + " listens there \\(expected: a folder where nobody else can\\)");
        }
    }

    @Test
    void anotherUsersProcessGetsNothing() throws Exception {
        Offer offer = Offer.open(loop, path, new Nothing());
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));

            ProgramResult stranger = RunningProgram.run(LIMIT, "setpriv", asNobody(ASK));
            ProgramResult own = RunningProgram.run(LIMIT, "perl", "-e", ASK, path.toString());

            assertThat(stranger.stdout()).as(stranger.stderr()).isEqualTo("answer: 0\n");
            assertThat(own.stdout()).as(own.stderr()).matches("answer: [1-9][0-9]*\n");
            requireNonNull(Predecessor.find(loop, path)).close();
        } finally {
            offer.close();
        }
    }

    private String[] asNobody(String program) {
        return Stream.of(
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "perl",
                        "-e",
                        program,
                        path.toString())
                .toArray(String[]::new);
    }

    /** A process without sockets. */
    private static final class Nothing implements Succession {
        @Override
        public List<FileDescriptor> sockets() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> stopAccepting() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Long> startSuccessor() {
            return new CompletableFuture<>();
        }
    }
}
