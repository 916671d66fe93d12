package io.mqttproxy.convert;

import java.util.List;
import java.util.Set;

/** Says of each directive that nothing was made of it why that is. */
final class Leftovers {
    private static final Set<String> CONVERTED = Set.of(
            "bind",
            "server",
            "default-server",
            "default_backend",
            "balance",
            "stick",
            "maxconn",
            "description",
            "mode");
    private static final Set<String> TIMEOUTS = Set.of("connect", "client-hs");

    private final List<Note> notes;

    Leftovers(List<Note> notes) {
        this.notes = notes;
    }

    void tell(HaproxySection section) {
        for (HaproxyLine line : section.lines()) {
            if (!CONVERTED.contains(line.first())) {
                String why = why(line);
                if (!why.isEmpty()) {
                    notes.add(line.note(why));
                }
            }
        }
    }

    private static String why(HaproxyLine line) {
        String second = line.word(1);
        return switch (line.first()) {
            case "timeout" -> timeout(second);
            case "tcp-request" -> second.equals("inspect-delay") ? "" : request(line);
            case "rate-limit" -> "";
            case "option" -> option(second);
            case "log", "log-format", "log-tag", "no" -> "the section logging says what is written";
            case "stick-table" -> "not needed: a hash keeps clients on their backend";
            case "use_backend" -> "write a route with its condition before the last one";
            case "acl" -> "write the condition into the route that needs it";
            case "tcp-check" -> "probes are TCP connections, and the self-test tries a CONNECT";
            default -> "has no counterpart";
        };
    }

    private static String timeout(String name) {
        if (TIMEOUTS.contains(name)) {
            return "";
        }
        return name.equals("client") || name.equals("server") || name.equals("tunnel")
                ? "not needed: silence ends a connection after 1.5 times the client's keep alive, timeouts.idleFactor"
                : "has no counterpart";
    }

    private static String request(HaproxyLine line) {
        return String.join(" ", line.words()).contains("mqtt_is_valid")
                ? "not needed: a CONNECT that is malformed is always refused"
                : "has no counterpart";
    }

    private static String option(String name) {
        return switch (name) {
            case "tcplog", "dontlognull", "logasap" -> "the access log always has one line for each connection";
            case "clitcpka", "srvtcpka", "tcpka" -> "TCP keep-alive is always on";
            case "redispatch" -> "the next backend is always tried, while nothing was sent";
            case "tcp-check" -> "probes are TCP connections, and the self-test tries a CONNECT";
            default -> "has no counterpart";
        };
    }
}
