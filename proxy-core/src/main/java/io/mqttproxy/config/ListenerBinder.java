package io.mqttproxy.config;

import io.mqttproxy.identity.IdentityRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code listeners}. */
final class ListenerBinder {
    static final List<String> KEYS =
            List.of("bind", "protocol", "tls", "proxyProtocol", "identity", "connect", "limits", "timeouts");

    private static final HostPortReader BIND = new HostPortReader(0, "0.0.0.0:8883");

    private final Bundles bundles;

    /**
     * For all listeners of a file.
     *
     * @param bundles what their sections may refer to
     */
    ListenerBinder(Bundles bundles) {
        this.bundles = bundles;
    }

    Map<String, ListenerConfig> bind(List<Value> values) {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        for (Value value : values) {
            ListenerConfig listener = listener(value);
            if (listener != null) {
                listeners.put(value.name(), listener);
            }
        }
        return listeners;
    }

    /** Reads an address to listen on. */
    static @Nullable BindAddress bindAddress(Mapping mapping) {
        HostPortReader.HostPort address = mapping.require("bind", BIND);
        Value value = mapping.get("bind");
        return address == null || value == null
                ? null
                : new BindAddress(address.host(), address.port(), value.source());
    }

    private @Nullable ListenerConfig listener(Value value) {
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        BindAddress bind = bindAddress(mapping);
        mapping.read("protocol", Choice.of("mqtt"), "mqtt");
        Value tlsValue = mapping.get("tls");
        TlsConfig tls = tlsValue == null ? null : new TlsBinder(bundles).bind(tlsValue);
        Value proxyValue = mapping.get("proxyProtocol");
        int before = value.reading().problems().count();
        InboundProxyConfig proxyProtocol = InboundProxyBinder.bind(proxyValue);
        boolean noHeaders = proxyProtocol == null && value.reading().problems().count() == before; // and none is meant
        Value identityValue = mapping.get("identity");
        IdentityRule identity = identityValue == null ? null : IdentityBinder.bind(identityValue);
        ConnectBinder connectBinder = new ConnectBinder();
        ConnectConfig connect = connectBinder.bind(mapping.get("connect"));
        LimitsConfig limits = LimitsBinder.limits(mapping.get("limits"));
        TimeoutsConfig timeouts = LimitsBinder.timeouts(mapping.get("timeouts"));
        if (tlsValue == null || tls != null) { // with a broken tls section nobody knows
            new ListenerChecks(tls, identityValue, connectBinder.uses()).check();
        }
        if (noHeaders) {
            InboundProxyBinder.reportUses(connectBinder.uses());
        }
        return bind == null
                ? null
                : new ListenerConfig(
                        value.name(), bind, tls, proxyProtocol, identity, connect, limits, timeouts, value.key());
    }
}
