package io.mqttproxy.config;

import io.mqttproxy.identity.ProxyVariables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a listener's section {@code proxyProtocol}: {@code {require, trusted}}. */
final class InboundProxyBinder {
    static final List<String> KEYS = List.of("require", "trusted");

    private static final String TRUSTED = "the networks of the load balancers, such as [10.0.0.0/8]";

    private InboundProxyBinder() {}

    /** Null when connections must not begin with a header. */
    static @Nullable InboundProxyConfig bind(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Boolean require = mapping.require("require", new BooleanReader());
        Value trusted = mapping.get("trusted");
        if (require == null) {
            return null;
        }
        if (!require) {
            reportUseless(trusted);
            return null;
        }
        return trusted == null ? missing(mapping) : new InboundProxyConfig(networks(trusted));
    }

    /** A header can say anything, so it is never just taken from whoever connects. */
    private static @Nullable InboundProxyConfig missing(Mapping mapping) {
        mapping.require("trusted", TRUSTED);
        return null;
    }

    private static void reportUseless(@Nullable Value trusted) {
        if (trusted != null) {
            trusted.reading()
                    .problems()
                    .add(trusted.key(), "does nothing with require: false (expected: require: true, or no trusted)");
        }
    }

    /** Reports templates that ask for what only a header can say, in a listener without any. */
    static void reportUses(List<TemplateUse> uses) {
        for (TemplateUse use : uses) {
            for (String name : use.template().names()) {
                if (name.startsWith(ProxyVariables.PREFIX)) {
                    use.value()
                            .report("${" + name + "} has no value here (expected: proxyProtocol: {require: true,"
                                    + " trusted: [...]} in this listener)");
                }
            }
        }
    }

    private static List<String> networks(Value trusted) {
        List<String> networks = new ArrayList<>();
        for (Value network : trusted.list("network")) {
            String cidr = network.read(new CidrReader());
            if (cidr != null && cidr.endsWith("/0")) {
                network.report(cidr + " is everybody, and a header can say anything (expected: " + TRUSTED + ")");
            } else if (cidr != null) {
                networks.add(cidr);
            }
        }
        return List.copyOf(networks);
    }
}
