package io.mqttproxy.convert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code server} line, or the options of {@code default-server}.
 *
 * @param line where it stands
 * @param options by name, with an empty text where they have no value
 */
record ServerLine(HaproxyLine line, Map<String, String> options) {
    private static final Set<String> WITH_VALUE = Set.of(
            "weight",
            "inter",
            "fastinter",
            "downinter",
            "rise",
            "fall",
            "maxconn",
            "minconn",
            "maxqueue",
            "port",
            "addr",
            "ca-file",
            "crt",
            "crl-file",
            "sni",
            "check-sni",
            "verify",
            "verifyhost",
            "ssl-min-ver",
            "ssl-max-ver",
            "alpn",
            "check-alpn",
            "ciphers",
            "ciphersuites",
            "proxy-v2-options",
            "cookie",
            "id",
            "slowstart",
            "on-error",
            "on-marked-down",
            "on-marked-up",
            "observe",
            "error-limit",
            "resolvers",
            "resolve-prefer",
            "resolve-net",
            "init-addr",
            "source",
            "track",
            "redir",
            "namespace",
            "agent-port",
            "agent-inter",
            "agent-addr",
            "pool-max-conn",
            "pool-purge-delay",
            "tcp-ut",
            "proto",
            "check-proto",
            "ws",
            "log-proto",
            "socks4");

    /** Reads options on top of those that hold for all servers. */
    static ServerLine of(HaproxyLine line, int firstOption, Map<String, String> defaults) {
        Map<String, String> options = new LinkedHashMap<>(defaults);
        Deque<String> left = new ArrayDeque<>(line.from(firstOption));
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            if (option.startsWith("no-")) {
                options.remove(option.substring(3));
            } else {
                options.put(option, WITH_VALUE.contains(option) && !left.isEmpty() ? left.removeFirst() : "");
            }
        }
        return new ServerLine(line, options);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String value(String option) {
        return options.getOrDefault(option, "");
    }

    /** The version of PROXY headers, or an empty text. */
    String header() {
        if (has("send-proxy")) {
            return "v1";
        }
        return has("send-proxy-v2") || has("send-proxy-v2-ssl") || has("send-proxy-v2-ssl-cn") ? "v2" : "";
    }

    /** Whether PROXY headers are the same, with the same fields. */
    boolean hasHeaderOf(ServerLine other) {
        return Stream.of("send-proxy", "send-proxy-v2", "send-proxy-v2-ssl", "send-proxy-v2-ssl-cn")
                        .allMatch(option -> has(option) == other.has(option))
                && value("proxy-v2-options").equals(other.value("proxy-v2-options"));
    }

    /** Options that nobody here reads. */
    List<String> unread() {
        Set<String> read = Set.of(
                "check",
                "weight",
                "inter",
                "rise",
                "fall",
                "backup",
                "ssl",
                "ca-file",
                "sni",
                "verifyhost",
                "verify",
                "crt",
                "send-proxy",
                "send-proxy-v2",
                "send-proxy-v2-ssl",
                "send-proxy-v2-ssl-cn",
                "proxy-v2-options",
                "disabled",
                "check-send-proxy");
        return options.keySet().stream()
                .filter(option -> !read.contains(option))
                .toList();
    }
}
