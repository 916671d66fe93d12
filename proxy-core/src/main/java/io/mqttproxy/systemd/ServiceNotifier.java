package io.mqttproxy.systemd;

import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the proxy is: {@code READY=1} when the ports are open, {@code STOPPING=1} when it drains,
 * {@code WATCHDOG=1} as long as every event loop answers, and how many clients it has.
 *
 * <p>Where no service manager listens, every method does nothing. Safe for all threads but event loops.
 */
public final class ServiceNotifier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceNotifier.class);

    /** How often the line of status is written anew, unless the watchdog wants to hear more often. */
    private static final Duration STATUS = Duration.ofSeconds(10);

    private final @Nullable NotifySocket socket;
    private final @Nullable Duration watchdog;
    private volatile boolean stopping;

    private ServiceNotifier(@Nullable NotifySocket socket, @Nullable Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /**
     * Connects to the service manager that the environment names; blocks for a moment. One that cannot be reached is told to
     * the log and keeps nobody from serving.
     *
     * @param environment with {@code NOTIFY_SOCKET} and, for the watchdog, {@code WATCHDOG_USEC}
     */
    public static ServiceNotifier of(Map<String, String> environment) {
        NotifySettings settings =
                NotifySettings.of(environment, ProcessHandle.current().pid());
        if (settings.socket() == null) {
            return new ServiceNotifier(null, null);
        }
        try {
            return new ServiceNotifier(NotifySocket.connect(settings.socket()), settings.watchdog());
        } catch (IOException e) {
            log.warn(
                    "NOTIFY_SOCKET: {} does not take messages ({}), so the service manager will not hear that the proxy is"
                            + " ready (expected: its socket; or Type=exec in the unit)",
                    settings.socket(),
                    e.getMessage());
            return new ServiceNotifier(null, null);
        }
    }

    /**
     * Says that the proxy serves, and from then on how it is.
     *
     * @param loops those that must answer
     * @param connections how many clients there are
     */
    public void ready(Collection<? extends EventExecutor> loops, IntSupplier connections) {
        if (socket == null) {
            return;
        }
        NotifySocket manager = socket;
        manager.send(identified("READY=1\n") + status(connections.getAsInt()));
        Watchdog dog = new Watchdog(loops, () -> manager.send("WATCHDOG=1"));
        long nanos = period().toNanos();
        manager.loop()
                .scheduleAtFixedRate(
                        () -> {
                            manager.send(status(connections.getAsInt()));
                            if (watchdog != null) {
                                dog.look();
                            }
                        },
                        nanos,
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    /** A process that has taken over from another is the service's main one from now on (NotifyAccess=all). */
    private static String identified(String assignments) {
        return "MAINPID=" + ProcessHandle.current().pid() + "\n" + assignments;
    }

    /** Half of the time after which the process would be killed, as sd_watchdog_enabled(3) recommends. */
    private Duration period() {
        return watchdog == null || watchdog.dividedBy(2).compareTo(STATUS) > 0 ? STATUS : watchdog.dividedBy(2);
    }

    /** Says that the proxy goes away; the clients that are left are counted down in the status. */
    public void stopping() {
        stopping = true;
        if (socket != null) {
            socket.send("STOPPING=1\nSTATUS=Draining");
        }
    }

    /** Another process is the service now, and the one to talk; blocks for up to two seconds. */
    public void replaced() {
        close();
    }

    private String status(int connections) {
        return stopping
                ? "STATUS=Draining, " + connections + " connections left"
                : "STATUS=Serving " + connections + " connections";
    }

    /** Ends the thread; blocks for up to two seconds. */
    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
