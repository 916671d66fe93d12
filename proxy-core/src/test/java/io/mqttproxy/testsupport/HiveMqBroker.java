package io.mqttproxy.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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
    private final int port;

    private HiveMqBroker(TemporaryFolder folder, EmbeddedHiveMQ broker, int port) {
        this.folder = folder;
        this.broker = broker;
        this.port = port;
    }

    /** Starts a broker and returns when it serves. */
    public static HiveMqBroker start() {
        ((Logger) LoggerFactory.getLogger("com.hivemq")).setLevel(Level.WARN);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0); // two seconds, for disks that it has not
        TemporaryFolder folder = TemporaryFolder.create("hivemq");
        ListenerReader listeners = new ListenerReader();
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration(folder.path()))
                .withDataFolder(subfolder(folder.path(), "data"))
                .withExtensionsFolder(subfolder(folder.path(), "extensions"))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("listener-reader")
                        .withName("Tells the port")
                        .withVersion("1")
                        .withExtensionMain(listeners)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        broker.start().join();
        return new HiveMqBroker(folder, broker, listeners.port());
    }

    private static Path configuration(Path folder) {
        try {
            Path conf = subfolder(folder, "conf");
            Files.writeString(conf.resolve("config.xml"), CONFIGURATION);
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
        return port;
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

    /** Only an extension is told which port was bound. */
    private static final class ListenerReader implements ExtensionMain {

        private final CompletableFuture<ServerInformation> server = new CompletableFuture<>();

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            server.complete(input.getServerInformation());
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
            // nothing was opened
        }

        /** Right once the broker has started: listeners are bound after the extensions. */
        int port() {
            return server.join().getListener().iterator().next().getPort();
        }
    }
}
