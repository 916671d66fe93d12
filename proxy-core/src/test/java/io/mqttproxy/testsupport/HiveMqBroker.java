package io.mqttproxy.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;

/**
 * HiveMQ CE inside this process, on a port of 127.0.0.1 that the kernel chose, everything in memory. Speaks MQTT 3.1,
 * 3.1.1 and 5, lets everybody in and takes no PROXY header.
 */
public final class HiveMqBroker implements AutoCloseable {

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

    private final TemporaryFolder folder;
    private final EmbeddedHiveMQ broker;
    private final HiveMqWitness witness;

    private HiveMqBroker(TemporaryFolder folder, EmbeddedHiveMQ broker, HiveMqWitness witness) {
        this.folder = folder;
        this.broker = broker;
        this.witness = witness;
    }

    /** Starts a broker and returns when it serves. */
    public static HiveMqBroker start() {
        return start(CONFIGURATION);
    }

    /**
     * The same with the listeners that an operator writes into config.xml; the port 1883 is another one.
     *
     * @param configuration a whole config.xml
     */
    public static HiveMqBroker withListeners(String configuration) {
        return start(
                configuration
                        .replace("<port>1883</port>", "<port>0</port>")
                        .replace(
                                "</hivemq>",
                                "<persistence><mode>in-memory</mode></persistence>"
                                        + "<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>"));
    }

    private static HiveMqBroker start(String configuration) {
        ((Logger) LoggerFactory.getLogger("com.hivemq")).setLevel(Level.WARN);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0); // two seconds, for disks that it has not
        TemporaryFolder folder = TemporaryFolder.create("hivemq");
        HiveMqWitness witness = new HiveMqWitness();
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration(folder.path(), configuration))
                .withDataFolder(subfolder(folder.path(), "data"))
                .withExtensionsFolder(subfolder(folder.path(), "extensions"))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("witness")
                        .withName("Tells the port and who connected")
                        .withVersion("1")
                        .withExtensionMain(witness)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        broker.start().join();
        return new HiveMqBroker(folder, broker, witness);
    }

    private static Path configuration(Path folder, String configuration) {
        try {
            Path conf = subfolder(folder, "conf");
            Files.writeString(conf.resolve("config.xml"), configuration);
            return conf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path subfolder(Path folder, String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return witness.port();
    }

    /** Whom it saw with this client identifier last; waits for it. */
    public HiveMqWitness.SeenClient awaitSeen(String clientId) {
        return witness.await(clientId);
    }

    /** Stops the broker and ends its connections. Idempotent. */
    public void stop() {
        try {
            broker.close();
        } catch (ExecutionException e) {
            throw new IllegalStateException("HiveMQ did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }
}
