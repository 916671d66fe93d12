package io.mqttproxy.discovery;

import io.mqttproxy.json.JsonException;
import io.mqttproxy.json.JsonReader;
import io.mqttproxy.json.JsonValue;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads an EndpointSliceList of {@code discovery.k8s.io/v1}: the pods behind a service. Pure.
 *
 * @param backends of endpoints that are ready
 * @param resourceVersion from which a watch tells of changes
 */
record EndpointSlices(List<Backend> backends, String resourceVersion) {

    private static final int LARGEST_PORT = 65_535;

    /**
     * Reads the answer of the API server.
     *
     * @param port the name or the number of the port; empty = the only one
     * @throws DiscoveryException when it is something else
     */
    static EndpointSlices read(String json, String port) throws DiscoveryException {
        JsonValue list = parse(json);
        if (!list.get("kind").text().equals("EndpointSliceList")) {
            throw new DiscoveryException(DiscoveryResult.INVALID, "the API server answered no EndpointSliceList");
        }
        List<Backend> backends = new ArrayList<>();
        for (JsonValue slice : list.get("items").items()) {
            String family = slice.get("addressType").text();
            if (!family.equals("IPv4") && !family.equals("IPv6")) {
                continue;
            }
            for (JsonValue endpoint : slice.get("endpoints").items()) {
                // Whether it is ready is unknown when nobody says so, which is to be read as yes.
                if (!endpoint.get("conditions").get("ready").isFalse()) {
                    backends.add(backend(endpoint, port(slice, port)));
                }
            }
        }
        return new EndpointSlices(
                List.copyOf(backends),
                list.get("metadata").get("resourceVersion").text());
    }

    private static JsonValue parse(String json) throws DiscoveryException {
        try {
            return JsonReader.read(json);
        } catch (JsonException e) {
            throw new DiscoveryException(DiscoveryResult.INVALID, "the API server answered " + e.getMessage());
        }
    }

    /**
     * A pod's name is the backend's: that of a StatefulSet keeps it when it starts anew with another address, and hashing
     * with it.
     */
    private static Backend backend(JsonValue endpoint, int port) throws DiscoveryException {
        List<JsonValue> addresses = endpoint.get("addresses").items();
        String address = addresses.isEmpty() ? "" : addresses.get(0).text(); // all of them are the same pod
        if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
            throw new DiscoveryException(DiscoveryResult.INVALID, "an endpoint without an IP address");
        }
        JsonValue target = endpoint.get("targetRef");
        String pod =
                target.get("kind").text().equals("Pod") ? target.get("name").text() : "";
        String name = pod.isBlank()
                ? Backend.of(address, port, Backend.DEFAULT_WEIGHT).address()
                : pod;
        return new Backend(
                name,
                address,
                port,
                Backend.DEFAULT_WEIGHT,
                0,
                endpoint.get("zone").text());
    }

    private static int port(JsonValue slice, String wanted) throws DiscoveryException {
        Set<String> names = new TreeSet<>();
        List<Integer> matching = new ArrayList<>();
        for (JsonValue port : slice.get("ports").items()) {
            int number = port.get("port").number();
            String name = port.get("name").text();
            names.add(name.isEmpty() ? String.valueOf(number) : name);
            boolean asked = wanted.isEmpty() || wanted.equals(name) || wanted.equals(String.valueOf(number));
            if (asked && number > 0 && number <= LARGEST_PORT) {
                matching.add(number);
            }
        }
        if (matching.size() != 1) {
            throw new DiscoveryException(
                    DiscoveryResult.INVALID,
                    "the service has the ports " + String.join(", ", names)
                            + " (expected: one of them as kubernetes.port)");
        }
        return matching.get(0);
    }
}
