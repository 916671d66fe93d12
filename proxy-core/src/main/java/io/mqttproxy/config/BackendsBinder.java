package io.mqttproxy.config;

import io.mqttproxy.config.HostPortReader.HostPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's list {@code backends}: an address alone, or a mapping. */
final class BackendsBinder {
    static final List<String> KEYS = List.of("address", "weight", "name", "tier", "zone");

    private static final HostPortReader ADDRESS = new HostPortReader(1, "127.0.0.1:1883");
    private static final IntegerReader WEIGHT = new IntegerReader(0, 1000);

    private static final IntegerReader TIER = new IntegerReader(0, 9);

    private BackendsBinder() {}

    /** From the key that must be there. */
    static List<BackendConfig> bind(Mapping owner) {
        Value list = owner.require("backends", "a list of addresses such as 127.0.0.1:1883");
        return list == null ? List.of() : bind(list);
    }

    static List<BackendConfig> bind(Value list) {
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
        if (address == null) {
            return null;
        }
        int weight = BackendConfig.DEFAULT_WEIGHT;
        return new BackendConfig(address.host(), address.port(), weight, address.toString(), 0, "", value.source());
    }

    private static @Nullable BackendConfig mapping(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        HostPort address = mapping.require("address", ADDRESS);
        int weight = mapping.read("weight", WEIGHT, BackendConfig.DEFAULT_WEIGHT);
        String name = mapping.read("name", new NameReader(), address == null ? "" : address.toString());
        int tier = mapping.read("tier", TIER, 0);
        String zone = mapping.read("zone", new NameReader(), "");
        return address == null
                ? null
                : new BackendConfig(address.host(), address.port(), weight, name, tier, zone, value.source());
    }
}
