package io.mqttproxy.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

/**
 * Starts two brokers, the bridge between them and the proxy in front of them, and tells how to try them.
 *
 * <p>Nothing here is ever stopped but by the end of the process: the brokers keep everything in memory, so there is
 * nothing to save, and Ctrl-C takes no time.
 */
final class Quickstart {

    private final QuickstartOptions options;
    private final ProxyRunner proxy;
    private final PrintStream out;

    /** {@code out} is where the instructions go. */
    Quickstart(QuickstartOptions options, ProxyRunner proxy, PrintStream out) {
        this.options = options;
        this.proxy = proxy;
        this.out = out;
    }

    /** Serves until the proxy ends, and returns its exit code. */
    int run() throws Exception {
        Path folder = Files.createDirectories(options.folder());
        Ports ports = Ports.choose(options.portBase(), Ports.USUAL);
        CompletableFuture<BrokerPair> starting = startBrokers(folder);
        Certificates certificates = Certificates.in(folder.resolve("certs"));
        BrokerPair brokers = starting.join();

        Path configuration = ProxyConfiguration.write(folder, certificates, ports, brokers);
        FutureTask<Integer> running = new FutureTask<>(() -> proxy.run(configuration));
        new Thread(running, "proxy").start();
        if (!Readiness.await(ports.admin(), running)) {
            return running.get(); // the proxy has said what is wrong
        }
        BrokerLog.to(folder.resolve("brokers.log")); // again, should the proxy have set up logging from its own start
        out.print(new Instructions(folder, certificates, ports, brokers).text(millisSinceStart()));
        out.flush();
        return options.exitWhenReady() ? 0 : running.get();
    }

    private static long millisSinceStart() {
        return System.currentTimeMillis()
                - ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseGet(Instant::now)
                        .toEpochMilli();
    }

    private static CompletableFuture<BrokerPair> startBrokers(Path folder) throws IOException {
        BrokerLog.to(folder.resolve("brokers.log"));
        EmbeddedBroker.tuneForAQuickStart();
        return BrokerPair.start(folder);
    }
}
