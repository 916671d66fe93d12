package io.mqttproxy.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerSessionPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * ActiveMQ Artemis inside this process, with an MQTT acceptor on a port of 127.0.0.1 that the kernel chose, nothing
 * persisted. Speaks MQTT 3.1, 3.1.1 and 5, lets everybody in, and tells whom it saw.
 */
public final class ArtemisBroker implements AutoCloseable {

    private static final String STORE_PASSWORD = "store-password";
    private static final String ACCEPTOR = "mqtt";

    private final EmbeddedActiveMQ broker;
    private final Sessions sessions;
    private final int port;

    private ArtemisBroker(EmbeddedActiveMQ broker, Sessions sessions, int port) {
        this.broker = broker;
        this.sessions = sessions;
        this.port = port;
    }

    /**
     * A client as the broker saw it when it connected.
     *
     * @param clientId the MQTT client identifier
     * @param username the user name of the CONNECT, or null when it had none
     * @param remoteAddress {@code 203.0.113.7:45678}: with the PROXY protocol what the header said
     */
    public record SeenClient(String clientId, @Nullable String username, String remoteAddress) {}

    /** A broker that speaks plain MQTT. */
    public static ArtemisBroker start() {
        return start(false);
    }

    /** A broker that closes every connection that does not begin with a PROXY header, version 1 or 2. */
    public static ArtemisBroker withProxyProtocol() {
        return start(true);
    }

    /**
     * A broker that reads a PROXY header in the clear and then expects TLS.
     *
     * @param own its certificate
     */
    public static ArtemisBroker withProxyProtocolBeforeTls(Path folder, TestCertificate own) {
        Path store = own.pkcs12(folder.resolve("artemis.p12"), STORE_PASSWORD);
        return start("true;sslEnabled=true;keyStoreType=PKCS12;keyStorePath=" + store + ";keyStorePassword="
                + STORE_PASSWORD);
    }

    /** A broker whose acceptor is what an operator writes into broker.xml; its port is another one. */
    public static ArtemisBroker withAcceptor(String uri) {
        return startAcceptor(uri.replaceFirst(":[0-9]+\\?", ":0?") + ";useEpoll=false");
    }

    private static ArtemisBroker start(boolean proxyProtocol) {
        return start(Boolean.toString(proxyProtocol));
    }

    private static ArtemisBroker start(String proxyProtocol) {
        return startAcceptor("tcp://127.0.0.1:0?protocols=MQTT;useEpoll=false;proxyProtocolEnabled=" + proxyProtocol);
    }

    private static ArtemisBroker startAcceptor(String acceptor) {
        ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.ERROR);
        Sessions sessions = new Sessions();
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        try {
            broker.setConfiguration(configuration(acceptor));
            broker.start();
            broker.getActiveMQServer().registerBrokerPlugin(sessions);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis did not start", e);
        }
        int port = broker.getActiveMQServer()
                .getRemotingService()
                .getAcceptor(ACCEPTOR)
                .getActualPort();
        return new ArtemisBroker(broker, sessions, port);
    }

    private static Configuration configuration(String acceptor) throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(ACCEPTOR, acceptor);
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The client that last connected with this identifier, if one did; it is here once its CONNACK is on the way. */
    public Optional<SeenClient> seen(String clientId) {
        return sessions.clients.stream()
                .filter(client -> client.clientId().equals(clientId))
                .reduce((earlier, later) -> later);
    }

    /** Stops the broker with all its connections. */
    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis did not stop", e);
        }
    }

    /** Called on the broker's threads. */
    private static final class Sessions implements ActiveMQServerSessionPlugin {

        private final List<SeenClient> clients = new CopyOnWriteArrayList<>();

        @Override
        public void afterCreateSession(ServerSession session) {
            String clientId = session.getRemotingConnection().getClientID();
            if (clientId != null) {
                String address = session.getRemotingConnection().getRemoteAddress();
                clients.add(new SeenClient(clientId, session.getUsername(), address.replaceFirst("^/", "")));
            }
        }
    }
}
