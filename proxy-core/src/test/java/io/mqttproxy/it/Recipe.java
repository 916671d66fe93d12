package io.mqttproxy.it;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of docs/brokers, and the proxy that it describes in front of a broker that somebody else has started. */
final class Recipe implements AutoCloseable {

    /** What stands in the pages' {@code broker-password}. */
    static final String PASSWORD = "between-proxy-and-broker";

    private static final Path PAGES = Path.of("../docs/brokers");

    private final TestPki pki;
    private final ProxyConfig config;
    private final ProxyServer proxy;

    private Recipe(TestPki pki, ProxyConfig config, ProxyServer proxy) {
        this.pki = pki;
        this.config = config;
        this.proxy = proxy;
    }

    /** The first block of a language in a page, with the password in it. */
    static String block(String page, String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGES.resolve(page + ".md")));
        if (!block.find()) {
            throw new AssertionError("no block of " + language + " in " + page);
        }
        return block.group(1).replace("PASSWORD", PASSWORD);
    }

    /** Starts the page's first proxy.yaml on a free port, with certificates made here. */
    static Recipe serve(Path folder, String page, int brokerPort) throws Exception {
        Path certs = Files.createDirectories(folder.resolve("certs"));
        TestPki pki = TestPki.in(certs);
        TestCertificate server = pki.server();
        Files.copy(server.certFile(), certs.resolve("server.pem"));
        Files.copy(server.keyFile(), certs.resolve("server.key"));
        Files.copy(pki.caFile(), certs.resolve("ca.pem"));
        Files.writeString(folder.resolve("broker-password"), PASSWORD + "\n");
        String yaml = block(page, "yaml")
                .replace("0.0.0.0:8883", "127.0.0.1:0")
                .replace("127.0.0.1:1883", "127.0.0.1:" + brokerPort)
                .concat("logging: {access: \"off\"}\n");
        Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml);
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        return new Recipe(pki, config, ProxyServer.start(config));
    }

    /** What the proxy was configured with. */
    ProxyConfig config() {
        return config;
    }

    /** mosquitto_pub with a certificate for this common name, no password, and a user name that is a lie. */
    ProgramResult publish(String commonName, String clientId, String... more) {
        TestCertificate device = pki.client(commonName);
        List<String> arguments = new ArrayList<>(List.of("-h", "localhost", "-q", "1", "-i", clientId));
        arguments.addAll(
                List.of("-p", Integer.toString(proxy.listenerAddress("mqtts").getPort())));
        arguments.addAll(List.of("--cafile", pki.caFile().toString()));
        arguments.addAll(List.of(
                "--cert",
                device.certFile().toString(),
                "--key",
                device.keyFile().toString()));
        arguments.addAll(List.of("-u", "admin", "-t", "devices/" + commonName + "/temperature", "-m", "21.5"));
        arguments.addAll(List.of(more));
        return MosquittoClients.publish(arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        proxy.close();
    }
}
