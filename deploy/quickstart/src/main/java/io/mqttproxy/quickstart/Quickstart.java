package io.mqttproxy.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Starts two brokers, the bridge between them and the proxy in front of them, and tells how to try them.
 *
 * <p>Nothing here is ever stopped but by the end of the process: the brokers keep everything in memory, so there is
 * nothing to save, and Ctrl-C takes no time.
 */
final class Quickstart {

    private final QuickstartOptions options;
    private final ProxyStarter proxy;
    private final PrintStream out;

    /** {@code out} is where the instructions go. */
    Quickstart(QuickstartOptions options, ProxyStarter proxy, PrintStream out) {
        this.options = options;
        this.proxy = proxy;
        this.out = out;
    }

    /** Returns when everything serves and the instructions are printed. */
    void start() throws Exception {
        Path folder = Files.createDirectories(options.folder());
        Ports ports = Ports.choose(options.portBase(), Ports.USUAL);
        CompletableFuture<BrokerPair> starting = startBrokers(folder);
        Certificates certificates = Certificates.in(folder.resolve("certs"));
        BrokerPair brokers = starting.join();

        proxy.start(ProxyConfiguration.write(folder, certificates, ports, brokers));
        out.print(new Instructions(folder, certificates, ports, brokers).text(millisSinceStart()));
        out.flush();
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
