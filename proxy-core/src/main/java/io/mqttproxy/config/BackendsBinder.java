package io.mqttproxy.config;

import io.mqttproxy.config.HostPortReader.HostPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's list {@code backends}: an address alone, or {@code {address, weight, name}}. */
final class BackendsBinder {
    static final List<String> KEYS = List.of("address", "weight", "name");

    private static final HostPortReader ADDRESS = new HostPortReader(1, "127.0.0.1:1883");
    private static final IntegerReader WEIGHT = new IntegerReader(0, 1000);

    private BackendsBinder() {}

    static List<BackendConfig> bind(Mapping cluster) {
        Value list = cluster.require("backends", "a list of addresses such as 127.0.0.1:1883");
        if (list == null) {
            return List.of();
        }
        List<BackendConfig> backends = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Value value : list.list("backend")) {
            BackendConfig backend = value.isMapping() ? mapping(value) : plain(value);
            if (backend == null) {
                continue;
            }
            if (!names.add(backend.name())) {
                value.report("second backend " + backend.name() + " (expected: a different address or name)");
            }
            backends.add(backend);
        }
        return List.copyOf(backends);
    }

    private static @Nullable BackendConfig plain(Value value) {
        HostPort address = value.read(ADDRESS);
        return address == null ? null : backend(address, BackendConfig.DEFAULT_WEIGHT, address.toString(), value);
    }

    private static @Nullable BackendConfig mapping(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        HostPort address = mapping.require("address", ADDRESS);
        int weight = mapping.read("weight", WEIGHT, BackendConfig.DEFAULT_WEIGHT);
        String name = mapping.read("name", new NameReader(), address == null ? "" : address.toString());
        return address == null ? null : backend(address, weight, name, value);
    }

    private static BackendConfig backend(HostPort address, int weight, String name, Value value) {
        return new BackendConfig(address.host(), address.port(), weight, name, value.source());
    }
}
