package io.mqttproxy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's key {@code proxyProtocol}: a version alone, or {@code {version, tlvs}}. */
final class ProxyProtocolBinder {
    static final List<String> KEYS = List.of("version", "tlvs");

    private static final Choice<ProxyProtocolConfig.Version> VERSION =
            Choice.of(ProxyProtocolConfig.Version.values(), ProxyProtocolConfig.Version::configName);
    private static final Choice<String> TLV = Choice.of("alpn", "authority", "crc32c", "unique-id", "ssl");

    private ProxyProtocolBinder() {}

    static ProxyProtocolConfig bind(@Nullable Value value) {
        if (value == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        if (value.isText()) {
            return of(value.read(VERSION));
        }
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        ProxyProtocolConfig.Version version = mapping.require("version", VERSION);
        Value tlvs = mapping.get("tlvs");
        if (tlvs == null || version == null) {
            return of(version);
        }
        List<String> names = names(tlvs);
        if (version != ProxyProtocolConfig.Version.V2 && !names.isEmpty()) {
            tlvs.reading()
                    .problems()
                    .add(
                            tlvs.key(),
                            "does nothing with version " + version.configName()
                                    + " (expected: version v2, or no tlvs)");
        }
        return new ProxyProtocolConfig(version, names);
    }

    private static ProxyProtocolConfig of(ProxyProtocolConfig.@Nullable Version version) {
        if (version == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        List<String> tlvs = version == ProxyProtocolConfig.Version.V2 ? ProxyProtocolConfig.DEFAULT_TLVS : List.of();
        return new ProxyProtocolConfig(version, tlvs);
    }

    private static List<String> names(Value tlvs) {
        Set<String> names = new LinkedHashSet<>();
        for (Value tlv : tlvs.listOrEmpty("TLVs")) {
            String name = tlv.read(TLV);
            if (name != null && !names.add(name)) {
                tlv.reportUnexpected("each at most once");
            }
        }
        return List.copyOf(names);
    }
}
