package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.KubernetesStub;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backends that stand in a file or behind a service of Kubernetes and change while the proxy runs. */
@Timeout(60)
class LiveListsIT {

    private static final String REFRESH = "refresh: {min: 100ms, max: 1m}";

    @TempDir
    private Path folder;

    @Test
    void followsAFileAndKeepsServingWhenItBreaks() throws Exception {
        Path list = folder.resolve("backends.yaml");
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(StubBehaviour.accepting())) {
            write(list, one);
            try (ProxyUnderTest proxy = start("{file: backends.yaml, " + REFRESH + "}")) {
                serve(proxy);

                // when it breaks, and then when it is whole again with another broker
                Files.writeString(list, "backends: [127.0.0.1:1883");
                proxy.awaitMetric(1, "mqttproxy_backend_up", backend(one));
                awaitFailure(proxy);
                serve(proxy);
                write(list, two);

                // then
                proxy.awaitMetric(1, "mqttproxy_backend_up", backend(two));
                // the metric is there a moment before the routes are
                await().until(() -> {
                    serve(proxy);
                    return !two.connections().isEmpty();
                });
            }
        }
    }

    @Test
    void followsTheEndpointsOfAService() throws Exception {
        TestPki pki = TestPki.in(folder);
        Files.writeString(folder.resolve("token"), KubernetesStub.TOKEN);
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(StubBehaviour.accepting());
                KubernetesStub server = KubernetesStub.start(pki.server())) {
            server.list(slices(one));
            String kubernetes = "{kubernetes: {service: brokers, namespace: mqtt, port: mqtt, server: \"" + server.uri()
                    + "\", tokenFile: token, caFile: " + pki.caFile() + "}, " + REFRESH + "}";
            try (ProxyUnderTest proxy = start(kubernetes);
                    Device old = Device.plain(proxy.port("mqtt"))) {
                assertThat(old.send(Packets.connect311("old")).read(4)).isEqualTo(Packets.CONNACK_3);

                // when the pod starts anew with the same name at another address
                server.list(slices(two));
                server.event();

                // then long before the list would be looked at again
                proxy.awaitMetric(1, "mqttproxy_discovery_backends");
                await().until(() -> {
                    serve(proxy);
                    return !two.connections().isEmpty();
                });
                proxy.awaitMetric(1, "mqttproxy_backend_up"); // one series
                await().until(() -> proxy.server().connections() == 1);
                assertThat(one.connections().get(0).ended())
                        .as("the old client is left where it is")
                        .isEmpty();
                proxy.assertBooksBalance();
            }
        }
    }

    private static void awaitFailure(ProxyUnderTest proxy) {
        await().until(() -> proxy.metric("mqttproxy_discovery_lookups_total", "result=\"invalid\"") > 0);
    }

    private static void serve(ProxyUnderTest proxy) {
        try (Device device = Device.plain(proxy.port("mqtt"))) {
            assertThat(device.send(Packets.connect311("device")).read(4)).isEqualTo(Packets.CONNACK_3);
        }
    }

    private static void write(Path list, StubBroker broker) throws IOException {
        Files.writeString(list, "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    private static String slices(StubBroker broker) {
        return """
                {"kind": "EndpointSliceList", "metadata": {"resourceVersion": "1"}, "items": [{
                  "addressType": "IPv4",
                  "ports": [{"name": "mqtt", "port": %d}],
                  "endpoints": [{"addresses": ["127.0.0.1"], "targetRef": {"kind": "Pod", "name": "broker-0"}}]
                }]}
                """.formatted(broker.port());
    }

    private static String backend(StubBroker broker) {
        return "backend=\"127.0.0.1:" + broker.port() + "\"";
    }

    private ProxyUnderTest start(String discovery) {
        return ProxyUnderTest.start(folder, """
                listeners:
                  mqtt: {bind: 127.0.0.1:0}
                clusters:
                  brokers:
                    discovery: %s
                logging: {access: "off"}
                """.formatted(discovery));
    }
}
