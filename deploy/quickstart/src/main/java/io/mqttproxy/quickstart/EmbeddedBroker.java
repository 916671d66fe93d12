package io.mqttproxy.quickstart;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * HiveMQ CE in this process, on a port of 127.0.0.1 that the kernel chooses, everything in memory. Speaks MQTT 3.1, 3.1.1
 * and 5 and lets everybody in: who may come here is the proxy's business.
 */
final class EmbeddedBroker {

    private static final String CONFIGURATION = """
            <?xml version="1.0"?>
            <hivemq>
                <listeners>
                    <tcp-listener><port>0</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                </listeners>
                <persistence><mode>in-memory</mode></persistence>
                <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
            </hivemq>
            """;

    private final EmbeddedHiveMQ broker;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /** Sets what all brokers of the process share; call it once, before the first {@link #start}. */
    static void tuneForAQuickStart() {
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0); // two seconds, for disks that it has not
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(4);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(4);
    }

    /** Starts a broker that keeps its few files under {@code folder}; completes when it serves. */
    static CompletableFuture<EmbeddedBroker> start(Path folder) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), CONFIGURATION);
        PortReader ports = new PortReader();
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("port-reader")
                        .withName("Tells the port")
                        .withVersion("1")
                        .withExtensionMain(ports)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        return broker.start().thenApply(started -> new EmbeddedBroker(broker, ports.port()));
    }

    /** The TCP port on 127.0.0.1. */
    int port() {
        return port;
    }

    /** Stops the broker, which takes up to half a second; the end of the process does the same in no time. */
    void stop() throws ExecutionException, InterruptedException {
        broker.close();
    }
}
