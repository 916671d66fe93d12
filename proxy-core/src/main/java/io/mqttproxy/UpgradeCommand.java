package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.takeover.Predecessor;
import io.mqttproxy.takeover.TakeoverException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code upgrade -c proxy.yaml}: has a running proxy start a new process, which takes its ports over. */
@Command(
        name = "upgrade",
        description = {
            "Replace a running proxy by a new process without refusing a client.",
            "The running one starts it, as it was started itself, hands its ports over, and ends its connections at"
                    + " shutdown.pace."
        },
        mixinStandardHelpOptions = true)
final class UpgradeCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 100;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long the new process may take to serve (default: ${DEFAULT-VALUE})")
    private int wait = 60;

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // replaced by picocli before the command is called

    @Override
    public Integer call() throws InterruptedException {
        try {
            @Nullable FileRef socket = settings.loader().load(settings.config()).startup().upgradeSocket();
            if (socket == null) {
                return failed(
                        settings.config() + ": startup.upgradeSocket is missing (expected: the path of a Unix socket)");
            }
            if (!Epoll.isAvailable()) {
                return failed(socket.source() + ": needs epoll, which is not available here (expected: Linux)");
            }
            return upgrade(socket);
        } catch (ConfigException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(err::println);
            return ExitCode.CONFIGURATION;
        } catch (TakeoverException e) {
            return failed(e.getMessage());
        }
    }

    private int upgrade(FileRef socket) throws TakeoverException, InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("upgrade", true), EpollIoHandler.newFactory());
        try {
            EventLoop loop = loops.next();
            @Nullable Long pid = Predecessor.startSuccessor(loop, socket.path());
            if (pid == null) {
                return failed(
                        socket.path() + ": no proxy is running there (expected: one with this startup.upgradeSocket)");
            }
            return follow(loop, socket.path(), pid);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Until the one who listens on the socket is the new one. */
    private int follow(EventLoop loop, Path socket, long pid) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (System.nanoTime() < end) {
            if (serves(loop, socket, pid)) {
                PrintWriter out = spec.commandLine().getOut();
                out.println("Process " + pid + " serves; the one before ends its connections and then itself.");
                out.flush();
                return ExitCode.OK;
            }
            if (ProcessHandle.of(pid).isEmpty()) {
                return failed(
                        "Process " + pid + " has ended before it took over; its log tells why. Nothing has changed.");
            }
            if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return failed("Process " + pid + " does not serve after " + wait + " s (expected: a look at its log)");
    }

    /** While the socket changes hands nobody can be asked. */
    private static boolean serves(EventLoop loop, Path socket, long pid) {
        try {
            @Nullable Long who = Predecessor.processId(loop, socket);
            return who != null && who == pid;
        } catch (TakeoverException e) {
            return false;
        }
    }

    private int failed(@Nullable String message) {
        spec.commandLine().getErr().println(message);
        return ExitCode.CONFIGURATION;
    }
}
