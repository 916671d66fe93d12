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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * HiveMQ CE inside this process, on a port of 127.0.0.1 that the kernel chose, everything in memory. Speaks MQTT 3.1,
 * 3.1.1 and 5, lets everybody in and takes no PROXY header.
 */
public final class HiveMqBroker implements AutoCloseable {

    /** What a broker that challenges sends, in ASCII. */
    public static final String CHALLENGE = "open sesame";

    /** What it wants to hear. */
    public static final String ANSWER = "OPEN SESAME";

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
    private final HiveMqExtension extension;
    private final int port;

    private HiveMqBroker(TemporaryFolder folder, EmbeddedHiveMQ broker, HiveMqExtension extension) {
        this.folder = folder;
        this.broker = broker;
        this.extension = extension;
        this.port = extension.port();
    }

    /**
     * A client as the broker saw it.
     *
     * @param clientId the MQTT client identifier
     * @param username the user name of the CONNECT, or null when it had none
     * @param userProperties of the CONNECT, {@code name=value}, in their order
     */
    public record SeenClient(String clientId, @Nullable String username, List<String> userProperties) {}

    /** Starts a broker and returns when it serves. */
    public static HiveMqBroker start() {
        return start(new HiveMqExtension(false), CONFIGURATION);
    }

    /**
     * The same with the listeners that an operator writes into config.xml; the port 1883 is another one.
     *
     * @param configuration a whole config.xml
     */
    public static HiveMqBroker withListeners(String configuration) {
        return start(
                new HiveMqExtension(false),
                configuration
                        .replace("<port>1883</port>", "<port>0</port>")
                        .replace(
                                "</hivemq>",
                                "<persistence><mode>in-memory</mode></persistence>"
                                        + "<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>"));
    }

    /**
     * A broker that lets nobody in without enhanced authentication (MQTT 5 section 4.12), by any method: it sends {@link
     * #CHALLENGE} and wants {@link #ANSWER}, also when a client authenticates anew.
     */
    public static HiveMqBroker challenging() {
        return start(new HiveMqExtension(true), CONFIGURATION);
    }

    private static HiveMqBroker start(HiveMqExtension extension, String configuration) {
        ((Logger) LoggerFactory.getLogger("com.hivemq")).setLevel(Level.WARN);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0); // two seconds, for disks that it has not
        TemporaryFolder folder = TemporaryFolder.create("hivemq");
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration(folder.path(), configuration))
                .withDataFolder(subfolder(folder.path(), "data"))
                .withExtensionsFolder(subfolder(folder.path(), "extensions"))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("listener-reader")
                        .withName("Tells the port")
                        .withVersion("1")
                        .withExtensionMain(extension)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        broker.start().join();
        return new HiveMqBroker(folder, broker, extension);
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
        return port;
    }

    /** Every client that sent a CONNECT, in the order in which they came. */
    public List<SeenClient> clients() {
        return extension.clients();
    }

    /** The client that last connected with this identifier, if one did; it is here once its CONNACK is on the way. */
    public Optional<SeenClient> seen(String clientId) {
        return clients().stream()
                .filter(client -> client.clientId().equals(clientId))
                .reduce((earlier, later) -> later);
    }

    /** Whom it saw with this client identifier last; waits for it. */
    public SeenClient awaitSeen(String clientId) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(10))
                .until(() -> seen(clientId), Optional::isPresent)
                .orElseThrow();
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
