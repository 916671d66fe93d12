package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.Variables;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's key {@code proxyProtocol}: a version alone, or {@code {version, tlvs, custom}}. */
final class ProxyProtocolBinder {
    static final List<String> KEYS = List.of("version", "tlvs", "custom");

    private static final Choice<ProxyProtocolConfig.Version> VERSION =
            Choice.of(ProxyProtocolConfig.Version.values(), ProxyProtocolConfig.Version::configName);
    private static final Choice<String> TLV = Choice.of(
            "alpn",
            "authority",
            "crc32c",
            "unique-id",
            "ssl",
            "ssl.version",
            "ssl.cn",
            "ssl.cipher",
            "ssl.sig-alg",
            "ssl.key-alg",
            "ssl.group",
            "ssl.sig-scheme",
            "ssl.client-cert");
    private static final TemplateBinder TEXT =
            new TemplateBinder(Variables.names(), "a template such as ${cert.san.uri}");

    private ProxyProtocolBinder() {}

    static ProxyProtocolConfig bind(@Nullable Value value) {
        if (value == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        if (value.isText()) {
            return of(value.read(VERSION), null, Map.of());
        }
        Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        ProxyProtocolConfig.Version version = mapping.require("version", VERSION);
        Value tlvs = mapping.get("tlvs");
        Value custom = mapping.get("custom");
        List<String> names = tlvs == null ? null : names(tlvs);
        Map<Integer, Template> templates = custom == null ? Map.of() : templates(custom);
        if (tlvs != null && names != null && !names.isEmpty()) {
            requireVersion2(version, tlvs);
        }
        if (custom != null) {
            requireVersion2(version, custom);
        }
        return of(version, names, templates);
    }

    private static void requireVersion2(ProxyProtocolConfig.@Nullable Version version, Value value) {
        if (version != null && version != ProxyProtocolConfig.Version.V2) {
            value.reading()
                    .problems()
                    .add(
                            value.key(),
                            "does nothing with version " + version.configName() + " (expected: version v2, or no "
                                    + value.name() + ")");
        }
    }

    private static ProxyProtocolConfig of(
            ProxyProtocolConfig.@Nullable Version version, @Nullable List<String> tlvs, Map<Integer, Template> custom) {
        if (version == null) {
            return ProxyProtocolConfig.DEFAULTS;
        }
        List<String> usual = version == ProxyProtocolConfig.Version.V2 ? ProxyProtocolConfig.DEFAULT_TLVS : List.of();
        return new ProxyProtocolConfig(version, tlvs == null ? usual : tlvs, custom);
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

    private static Map<Integer, Template> templates(Value custom) {
        Map<Integer, Template> templates = new TreeMap<>();
        for (Value text : custom.entries("type with a template", new CustomTypeReader())) {
            int type = CustomTypeReader.type(text.name());
            Template template = TEXT.bind(text);
            if (template != null && templates.put(type, template) != null) {
                text.reading().problems().add(text.key(), "stands here twice (expected: each type at most once)");
            }
        }
        return Collections.unmodifiableMap(templates);
    }
}
