package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCollector;
import io.mqttproxy.testsupport.TestPki;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A proxy between a broker that accepts everybody and a collector of traces. Its access log is {@code access.log}. */
final class TracedProxy implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final Path folder;
    private final TestPki pki;
    private final StubBroker broker = StubBroker.start(StubBehaviour.accepting());
    private final TestCollector collector = TestCollector.start();
    private @Nullable ProxyUnderTest proxy;

    /** Starts the two; the proxy is to follow. */
    TracedProxy(Path folder) {
        this.folder = folder;
        this.pki = TestPki.in(folder);
    }

    TestPki pki() {
        return pki;
    }

    StubBroker broker() {
        return broker;
    }

    TestCollector collector() {
        return collector;
    }

    /** The collector in the section {@code logging}, for all connections. */
    String traces() {
        return traces(collector, "");
    }

    /**
     * Another collector.
     *
     * @param more of the section {@code traces}, with a comma in front
     */
    static String traces(TestCollector to, String more) {
        return ", traces: {endpoint: \"" + to.uri() + "\", sample: 100%" + more + "}";
    }

    /**
     * Starts the proxy.
     *
     * @param logging more of the section {@code logging}, with a comma in front
     * @param brokers the ports of others than the one that is there, each to be used when those before it are down
     */
    ProxyUnderTest start(String logging, int... brokers) {
        proxy = ProxyUnderTest.exactly(folder, yaml(logging, brokers));
        return proxy;
    }

    /** Has the proxy read its configuration with another section {@code logging}. */
    HttpResponse<String> reload(String logging) {
        return Objects.requireNonNull(proxy).reload(yaml(logging), TOKEN);
    }

    private String yaml(String logging, int... brokers) {
        TestCertificate server = pki.server();
        int[] ports = brokers.length == 0 ? new int[] {broker.port()} : brokers;
        String backends = IntStream.range(0, ports.length)
                .mapToObj(i -> "{address: \"127.0.0.1:" + ports[i] + "\", tier: " + i + "}")
                .collect(Collectors.joining(", "));
        return """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server]}
                  loadBalanced:
                    bind: 127.0.0.1:0
                    proxyProtocol: {require: true, trusted: [127.0.0.0/8]}
                  plain:
                    bind: 127.0.0.1:0
                    limits: {handshakes: off}
                clusters:
                  brokers: {backends: [%s], redirect: follow, selfTest: false}
                admin: {bind: 127.0.0.1:0, token: %s}
                logging: {format: text, access: ./access.log%s}
                """.formatted(server.certFile(), server.keyFile(), backends, TOKEN, logging);
    }

    /** A client comes to the listener without TLS, is accepted, and leaves. */
    void connect() {
        try (Device device = Device.plain(Objects.requireNonNull(proxy).port("plain"))) {
            assertThat(device.send(Packets.connect5("pump-7")).read(Packets.CONNACK_5.length))
                    .isEqualTo(Packets.CONNACK_5);
        }
    }

    List<Span> awaitSpans(int count) {
        await().atMost(LIMIT).until(() -> collector.spans().size() >= count);
        assertThat(collector.spans()).hasSize(count);
        return collector.spans();
    }

    /** The access log as soon as it has so many lines. */
    String awaitLines(int count) throws IOException {
        Path log = folder.resolve("access.log");
        await().atMost(LIMIT).until(() -> Files.readAllLines(log).size() == count);
        return Files.readString(log);
    }

    static List<String> names(List<Span> spans) {
        return spans.stream().map(Span::getName).toList();
    }

    static Map<String, Object> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> switch (attribute.getValue().getValueCase()) {
                            case STRING_VALUE -> attribute.getValue().getStringValue();
                            case INT_VALUE -> attribute.getValue().getIntValue();
                            case BOOL_VALUE -> attribute.getValue().getBoolValue();
                            default -> throw new AssertionError(attribute);
                        }));
    }

    @Override
    public void close() {
        collector.release();
        if (proxy != null) {
            proxy.close();
        }
        collector.close();
        broker.close();
    }
}
