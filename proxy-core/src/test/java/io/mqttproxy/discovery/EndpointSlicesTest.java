package io.mqttproxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.DiscoveryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSlicesTest {

    private static final String PORTS = "[{\"name\":\"mqtt\",\"port\":1883},{\"name\":\"http\",\"port\":18083}]";

    @Test
    void takesThePodsThatAreReadyOrOfWhichNobodyKnows() throws Exception {
        String json = list(slice(
                "IPv4",
                PORTS,
                endpoint("10.0.0.1", "broker-0", "{\"ready\":true}"),
                endpoint("10.0.0.2", "broker-1", "{\"ready\":false,\"serving\":true,\"terminating\":true}"),
                endpoint("10.0.0.3", "broker-2", "{}")));

        EndpointSlices slices = EndpointSlices.read(json, "mqtt");

        assertThat(slices.backends())
                .containsExactly(
                        new Backend("broker-0", "10.0.0.1", 1883, 1, 0, "west"),
                        new Backend("broker-2", "10.0.0.3", 1883, 1, 0, "west"));
        assertThat(slices.resourceVersion()).isEqualTo("4711");
    }

    @Test
    void namesAnEndpointWithoutPodByItsAddress() throws Exception {
        String bare = "{\"addresses\":[\"2001:db8::1\"]}";

        assertThat(EndpointSlices.read(list(slice("IPv6", PORTS, bare)), "18083")
                        .backends())
                .containsExactly(Backend.of("2001:db8::1", 18083, 1));
    }

    @Test
    void skipsSlicesOfNames() throws Exception {
        String json = list(slice("FQDN", PORTS, "{\"addresses\":[\"a.example.com\"]}"));

        assertThat(EndpointSlices.read(json, "mqtt").backends()).isEmpty();
    }

    @Test
    void needsNoPortWhereThereIsOnlyOne() throws Exception {
        String json = list(slice("IPv4", "[{\"name\":\"\",\"port\":1883}]", endpoint("10.0.0.1", "broker-0", "{}")));

        assertThat(EndpointSlices.read(json, "").backends())
                .extracting(Backend::port)
                .containsExactly(1883);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mqtts", "8883"})
    void tellsWhichPortsThereAre(String wanted) {
        String json = list(slice("IPv4", PORTS, endpoint("10.0.0.1", "broker-0", "{}")));

        assertThatExceptionOfType(DiscoveryException.class)
                .isThrownBy(() -> EndpointSlices.read(json, wanted))
                .withMessage("the service has the ports http, mqtt (expected: one of them as kubernetes.port)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"kind\":\"Status\"}", "<html>"})
    void refusesAnotherAnswer(String json) {
        assertThatExceptionOfType(DiscoveryException.class)
                .isThrownBy(() -> EndpointSlices.read(json, "mqtt"))
                .withMessageStartingWith("the API server answered ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example.com", "", "10.0.0.256", "10.0.0.1:1883"})
    void refusesAnEndpointWithoutAnAddress(String address) {
        String json = list(slice("IPv4", PORTS, endpoint(address, "broker-0", "{}")));

        assertThatExceptionOfType(DiscoveryException.class)
                .isThrownBy(() -> EndpointSlices.read(json, "mqtt"))
                .withMessage("an endpoint without an IP address");
    }

    static String list(String... slices) {
        return "{\"kind\":\"EndpointSliceList\",\"apiVersion\":\"discovery.k8s.io/v1\","
                + "\"metadata\":{\"resourceVersion\":\"4711\"},\"items\":[" + String.join(",", slices) + "]}";
    }

    static String slice(String family, String ports, String... endpoints) {
        return "{\"addressType\":\"" + family + "\",\"ports\":" + ports + ",\"endpoints\":["
                + String.join(",", endpoints) + "]}";
    }

    static String endpoint(String address, String pod, String conditions) {
        return "{\"addresses\":[\"" + address + "\"],\"conditions\":" + conditions
                + ",\"targetRef\":{\"kind\":\"Pod\",\"name\":\"" + pod + "\"},\"zone\":\"west\"}";
    }
}
