package io.mqttproxy.convert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a cluster of the servers of a {@code backend} or {@code listen} section. Used for one section. */
final class BackendConverter {
    private static final Map<String, String> FIELDS = Map.of(
            "ssl", "ssl",
            "cert-cn", "ssl.cn",
            "ssl-cipher", "ssl.cipher",
            "cert-sig", "ssl.sig-alg",
            "cert-key", "ssl.key-alg",
            "authority", "authority",
            "crc32c", "crc32c",
            "unique-id", "unique-id");
    private static final int HEAVIEST = 1000;
    private static final int MOST_TIMES = 100;

    private final HaproxySection section;
    private final Globals globals;
    private final Bundles bundles;
    private final List<Note> notes;
    private final List<ServerLine> servers = new ArrayList<>();

    BackendConverter(HaproxySection section, Globals globals, Bundles bundles, List<Note> notes) {
        this.section = section;
        this.globals = globals;
        this.bundles = bundles;
        this.notes = notes;
    }

    /** The cluster; empty without a server. */
    Map<String, Object> convert() {
        List<Object> backends = new ArrayList<>();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (HaproxyLine line : section.all()) {
            if (line.first().equals("default-server")) {
                defaults = ServerLine.of(line, 1, defaults).options();
            } else if (line.first().equals("server")) {
                add(backends, ServerLine.of(line, 3, defaults));
            }
        }
        if (backends.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("backends", backends);
        Balance.convert(section, notes).ifPresent(balance -> cluster.put("balance", balance));
        header(cluster);
        tls(cluster);
        health(cluster);
        return cluster;
    }

    private void add(List<Object> backends, ServerLine server) {
        String address = Addresses.backend(server.line().word(2));
        if (address.isEmpty() || server.has("disabled")) {
            notes.add(
                    server.line().note(address.isEmpty() ? "not a host with a port; left out" : "disabled; left out"));
            return;
        }
        servers.add(server);
        Map<String, Object> backend = new LinkedHashMap<>();
        backend.put("address", address);
        backend.put("name", Names.clean(server.line().word(1)));
        if (server.value("weight").matches("\\d{1,4}")) {
            backend.put("weight", Math.min(HEAVIEST, Integer.parseInt(server.value("weight"))));
        }
        if (server.has("backup")) {
            backend.put("tier", 1);
        }
        backends.add(backend);
        server.unread().forEach(option -> notes.add(server.line().note(option, "has no counterpart")));
    }

    private void header(Map<String, Object> cluster) {
        ServerLine first = servers.get(0);
        String version = first.header();
        for (ServerLine server : servers) {
            if (!server.hasHeaderOf(first)) {
                notes.add(server.line().note("the PROXY header of the first server counts for all of a cluster"));
            }
        }
        if (version.equals("v1")) {
            cluster.put("proxyProtocol", "v1");
        } else if (version.equals("v2")) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("version", "v2");
            header.put("tlvs", fields(first));
            cluster.put("proxyProtocol", header);
        }
    }

    /** With {@code cert-cn} HAProxy sends the common name where there is one, and so does {@code ssl} here. */
    private List<String> fields(ServerLine server) {
        Set<String> fields = new LinkedHashSet<>();
        if (server.has("send-proxy-v2-ssl") || server.has("send-proxy-v2-ssl-cn")) {
            fields.add("ssl");
        }
        List<String> options = server.value("proxy-v2-options").isEmpty()
                ? List.of()
                : Arrays.asList(server.value("proxy-v2-options").split(",", -1));
        for (String option : options) {
            String field = option.equals("cert-cn") ? "ssl" : FIELDS.getOrDefault(option, "");
            if (field.isEmpty()) {
                notes.add(server.line().note("proxy-v2-options " + option, "has no counterpart"));
            } else {
                fields.add(field);
            }
        }
        return new ArrayList<>(fields);
    }

    /** Says which servers differ from the first one in a feature that a cluster has here and a server has there. */
    private void compare(String feature, String... details) {
        ServerLine first = servers.get(0);
        String all = first.has(feature)
                ? "the first server has it, so the whole cluster has it"
                : "the first server has none, so the whole cluster has none";
        for (ServerLine server : servers) {
            if (server.has(feature) != first.has(feature)) {
                notes.add(server.line().note(feature, all));
            } else if (first.has(feature)) {
                Arrays.stream(details)
                        .filter(detail -> !server.value(detail).equals(first.value(detail)))
                        .map(detail ->
                                server.line().note(detail, "that of the first server counts for all of a cluster"))
                        .forEach(notes::add);
            }
        }
    }

    private void tls(Map<String, Object> cluster) {
        ServerLine first = servers.get(0);
        compare("ssl", "ca-file", "crt", "verify", "sni", "verifyhost");
        if (!first.has("ssl")) {
            return;
        }
        Map<String, Object> tls = new LinkedHashMap<>();
        if (first.value("ca-file").isEmpty() || first.value("verify").equals("none")) {
            tls.put("caFile", "the-CA-of-your-brokers.pem");
            notes.add(first.line().note("ssl", "brokers are always verified here: put their CA into tls.caFile"));
        } else {
            tls.put("caFile", globals.resolve("ca-base", first.value("ca-file")));
        }
        if (!first.value("crt").isEmpty()) {
            tls.put("certificate", bundles.add(globals.resolve("crt-base", first.value("crt"))));
        }
        String name = first.value("sni").matches("str\\(.+\\)")
                ? first.value("sni")
                        .substring("str(".length(), first.value("sni").length() - 1)
                : first.value("verifyhost");
        if (!name.isEmpty()) {
            tls.put("serverName", name);
        }
        cluster.put("tls", tls);
    }

    private void health(Map<String, Object> cluster) {
        ServerLine first = servers.get(0);
        compare("check", "inter", "rise", "fall");
        if (!first.has("check")) {
            return;
        }
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("type", "tcp");
        String interval = first.value("inter").isEmpty() ? "2s" : first.value("inter"); // HAProxy's default
        String converted = HaproxyTime.convert(interval, Duration.ofMillis(10), Duration.ofHours(1))
                .orElse("2s");
        health.put("interval", converted);
        health.put(
                "timeout",
                HaproxyTime.convert(converted, Duration.ZERO, Duration.ofSeconds(2))
                        .orElse("2s"));
        times(first, "rise").ifPresent(rise -> health.put("rise", rise));
        times(first, "fall").ifPresent(fall -> health.put("fall", fall));
        cluster.put("health", health);
    }

    private static Optional<Integer> times(ServerLine server, String option) {
        return server.value(option).matches("[1-9]\\d{0,2}")
                ? Optional.of(Math.min(MOST_TIMES, Integer.parseInt(server.value(option))))
                : Optional.empty();
    }
}
