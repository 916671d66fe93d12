package io.mqttproxy.config;

import io.mqttproxy.config.DiscoveryConfig.Dns;
import io.mqttproxy.config.DiscoveryConfig.NameServer;
import io.mqttproxy.config.DiscoveryConfig.RecordType;
import io.mqttproxy.config.HostPortReader.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a section {@code discovery} that belong to DNS. */
final class DnsBinder {
    private static final Choice<RecordType> TYPE = Choice.of(RecordType.values(), RecordType::configName);
    private static final IntegerReader PORT = new IntegerReader(1, 65_535);
    private static final int DNS_PORT = 53;
    private static final HostPortReader SERVER = new HostPortReader(1, "192.0.2.53:53");
    private static final String IP = "an IP address, with a port where it is not 53";

    private DnsBinder() {}

    static @Nullable Dns bind(Mapping mapping) {
        String name = mapping.require("dns", new Name());
        RecordType type = mapping.read("type", TYPE, RecordType.A);
        Integer port = 0;
        if (type == RecordType.SRV) {
            DiscoveryBinder.refuse(mapping.get("port"), "does nothing with type srv, whose records have ports");
        } else {
            port = mapping.require("port", PORT);
        }
        List<NameServer> servers = servers(mapping.get("servers"));
        return name == null || port == null ? null : new Dns(name, type, port, servers);
    }

    private static List<NameServer> servers(@Nullable Value value) {
        List<NameServer> servers = new ArrayList<>();
        for (Value each : value == null ? List.<Value>of() : value.listOrEmpty("name servers")) {
            NameServer server = each.read(new Server());
            if (server != null) {
                servers.add(server);
            }
        }
        return List.copyOf(servers);
    }

    /** A name, with or without the dot at the end that makes it whole: search lists are never used. */
    private static final class Name implements TextReader<String> {
        @Override
        public String read(String text) throws BadValue {
            String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            if (!HostName.valid(name)) {
                throw BadValue.plain();
            }
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String expected() {
            return "a whole name such as brokers.example.com or _mqtt._tcp.example.com";
        }
    }

    /** Not a name: it would have to be resolved first. */
    private static final class Server implements TextReader<NameServer> {
        @Override
        public NameServer read(String text) throws BadValue {
            if (IpLiteral.parse(text) != null) {
                return new NameServer(text, DNS_PORT);
            }
            HostPort address = SERVER.read(text);
            if (IpLiteral.parse(address.host()) == null) {
                throw BadValue.plain();
            }
            return new NameServer(address.host(), address.port());
        }

        @Override
        public String expected() {
            return IP;
        }
    }
}
