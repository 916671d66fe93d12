package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.LoggingConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.systemd.ServiceNotifier;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run -c proxy.yaml}: serves until SIGTERM drains it or SIGINT stops it; SIGHUP has the configuration read anew. */
@Command(
        name = "run",
        description =
                "Serve. SIGHUP reloads the configuration. SIGTERM drains and exits with 0, a second one stops at once; so does SIGINT.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec;

    private final CountDownLatch stopped = new CountDownLatch(1);

    RunCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.apply(LoggingConfig.Format.AUTO); // until the configuration has been read
        try {
            ConfigFile file = ConfigFile.of(settings.config(), settings.loader());
            ProxyConfig loaded = file.load();
            LogSetup.apply(loaded.logging().format());
            loaded.warnings().forEach(warning -> log.warn("{}", warning));
            List<EventExecutor> eventLoops = new ArrayList<>();
            try (ServiceNotifier notifier = ServiceNotifier.of(System.getenv());
                    ProxyServer server = ProxyServer.start(loaded, file, loops -> {
                        eventLoops.addAll(loops.all());
                        warmUp(loaded, loops.transport());
                    })) {
                Shutdown shutdown = new Shutdown(server, notifier::stopping, stopped::countDown);
                Signals.on("HUP", server::reload);
                Signals.on("TERM", shutdown::drainOrStop);
                Signals.on("INT", shutdown::stop);
                server.offer(Successor.of(arguments(), System.getenv()), () -> {
                    notifier.replaced();
                    shutdown.replaced();
                });
                server.describe().forEach(line -> log.info("{}", line));
                notifier.ready(eventLoops, server::connections);
                server.selfTest();
                stopped.await();
            }
            return ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return ExitCode.CONFIGURATION;
        } catch (StartException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
    }

    /** Of the whole command line, this command's name included. */
    private List<String> arguments() {
        @Nullable CommandLine parent = spec.commandLine().getParent();
        CommandLine whole = parent == null ? spec.commandLine() : parent;
        return whole.getParseResult().originalArgs();
    }

    private static void warmUp(ProxyConfig config, Transport transport) {
        @Nullable Duration time = config.startup().warmUp();
        if (time != null) {
            WarmUp.tryTo(transport, time);
        }
    }
}
