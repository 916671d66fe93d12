package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.ConfigFile;
import io.mqttproxy.ProxyServer;
import io.mqttproxy.StartException;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy in this process, configured by the text of a proxy.yaml, with an admin port. */
public final class ProxyUnderTest implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ProxyServer server;
    private final ProxyConfig config;
    private final Path file;

    private ProxyUnderTest(ProxyServer server, ProxyConfig config, Path file) {
        this.server = server;
        this.config = config;
        this.file = file;
    }

    /** Starts with this configuration; an admin section on a free port is added. */
    public static ProxyUnderTest start(Path folder, String yaml) {
        return start(folder, yaml, "{bind: \"127.0.0.1:0\"}");
    }

    /** The same with an admin section of the test's own. */
    public static ProxyUnderTest startWithAdmin(Path folder, String yaml, String admin) {
        return start(folder, yaml, admin);
    }

    private static ProxyUnderTest start(Path folder, String yaml, String admin) {
        return exactly(folder, yaml + "\nadmin: " + admin + "\n");
    }

    /** Starts with this configuration and nothing added. */
    public static ProxyUnderTest exactly(Path folder, String yaml) {
        try {
            Path file = folder.resolve("proxy.yaml");
            Files.writeString(file, yaml);
            ConfigFile source = ConfigFile.of(file, new ConfigLoader(Map.of()));
            ProxyConfig config = source.load();
            return new ProxyUnderTest(ProxyServer.start(config, source), config, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new AssertionError("the configuration of the test is wrong: " + e.problems(), e);
        } catch (StartException e) {
            throw new AssertionError("the proxy did not start", e);
        }
    }

    /**
     * Starts with one listener {@code mqtts} that requires client certificates of the given authority, a cluster {@code
     * brokers} and no access log.
     *
     * @param listener more lines of the listener, each as {@code key: value}, without indentation
     * @param cluster lines of the cluster, the same way
     */
    public static ProxyUnderTest mutual(Path folder, TestPki pki, String listener, String cluster) {
        return start(folder, mutualYaml(pki, listener, cluster));
    }

    /** The same with an admin section. */
    public static ProxyUnderTest withAdmin(Path folder, TestPki pki, String listener, String cluster, String admin) {
        return start(folder, mutualYaml(pki, listener, cluster), admin);
    }

    private static String mutualYaml(TestPki pki, String listener, String cluster) {
        String tls = "{certificates: [server], clientAuth: required, caFile: " + pki.caFile() + "}";
        return yaml(pki, tls, listener, cluster);
    }

    /** The same with one-way TLS. */
    public static ProxyUnderTest oneWay(Path folder, TestPki pki, String listener, String cluster) {
        return start(folder, yaml(pki, "{certificates: [server]}", listener, cluster));
    }

    private static String yaml(TestPki pki, String tls, String listener, String cluster) {
        TestCertificate server = pki.server();
        return """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: %s
                %s
                clusters:
                  brokers:
                %s
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile(), tls, listener.indent(4), cluster.indent(4));
    }

    /** The port of a listener. */
    public int port(String listener) {
        return server.listenerAddress(listener).getPort();
    }

    /** The port of the listener {@code mqtts}. */
    public int port() {
        return port("mqtts");
    }

    /** The proxy itself. */
    public ProxyServer server() {
        return server;
    }

    /** What it was configured with. */
    public ProxyConfig config() {
        return config;
    }

    /** Writes the configuration file anew, as it is given here, and has it read; needs an admin section with a token. */
    public HttpResponse<String> reload(String yaml, String token) {
        rewrite(yaml);
        return post("/api/v1/reload", token, "");
    }

    /** Writes the configuration file anew, as it is given here, in one step for whoever reads it meanwhile. */
    public void rewrite(String yaml) {
        try {
            Path next = Files.writeString(file.resolveSibling("proxy.yaml.next"), yaml);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes something through the admin port. */
    public HttpResponse<String> post(String path, String token, String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Takes something away through the admin port. */
    public HttpResponse<String> delete(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token).DELETE());
    }

    /** Asks the admin port. */
    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        InetSocketAddress admin = Objects.requireNonNull(server.adminAddress());
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + path))
                .timeout(LIMIT);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The sum of all series of a metric whose labels contain the given text; 0 when there are none. */
    public double metric(String name, String... labels) {
        return sum(get("/metrics").body(), name, labels);
    }

    private static double sum(String scraped, String name, String... labels) {
        Matcher series =
                Pattern.compile("(?m)^" + name + "(\\{[^}]*})? ([0-9.E+-]+)$").matcher(scraped);
        double sum = 0;
        while (series.find()) {
            String found = series.group(1) == null ? "" : series.group(1);
            boolean matches = true;
            for (String label : labels) {
                matches &= found.contains(label);
            }
            sum += matches ? Double.parseDouble(series.group(2)) : 0;
        }
        return sum;
    }

    /** Waits until {@link #metric} has a value: a connection is counted when its close is complete on both sides. */
    public void awaitMetric(double value, String name, String... labels) {
        await(name + String.join(",", labels)).atMost(LIMIT).until(() -> metric(name, labels) == value);
    }

    /** The same for a count that may go on: between two looks it can pass the value by. */
    public void awaitCount(double least, String name, String... labels) {
        await(name + String.join(",", labels)).atMost(LIMIT).until(() -> metric(name, labels) >= least);
    }

    /** The law of the books: what is open is what was accepted less what has ended, once the last close is booked. */
    public void assertBooksBalance() {
        await().pollDelay(Duration.ZERO).atMost(LIMIT).untilAsserted(() -> {
            String scraped = get("/metrics").body();
            double accepted = sum(scraped, "mqttproxy_client_connections_accepted_total");
            double refused = sum(scraped, "mqttproxy_client_connections_refused_total");
            double disconnected = sum(scraped, "mqttproxy_client_disconnects_total");
            assertThat(sum(scraped, "mqttproxy_client_connections"))
                    .as("%s accepted - %s refused - %s disconnected", accepted, refused, disconnected)
                    .isEqualTo(accepted - refused - disconnected);
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
