package io.mqttproxy.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a cluster chooses, from {@code balance} and {@code stick}. */
final class Balance {
    private Balance() {}

    /** A policy or a mapping; nothing when the section says nothing. */
    static Optional<Object> convert(HaproxySection section, List<Note> notes) {
        Optional<Object> balance = Optional.empty();
        for (HaproxyLine line : section.all()) {
            if (line.first().equals("balance")) {
                balance = policy(line, notes);
            } else if (line.first().equals("stick")
                    && String.join(" ", line.words()).contains("client_identifier")) {
                notes.add(line.note("clients stay on a backend by a hash of their client id, without a table"));
                return Optional.of(hash("clientId"));
            } else if (line.first().equals("stick") && line.words().contains("src")) {
                notes.add(line.note("clients stay on a backend by a hash of their address, without a table"));
                return Optional.of(hash("source"));
            }
        }
        return balance;
    }

    private static Optional<Object> policy(HaproxyLine line, List<Note> notes) {
        String name = line.word(1).replaceFirst("\\(.*", "");
        return switch (name) {
            case "roundrobin", "static-rr" -> Optional.of("roundRobin");
            case "leastconn" -> Optional.of("leastConnections");
            case "random" -> Optional.of("random");
            case "source" -> Optional.of(hash("source"));
            default -> {
                notes.add(line.note("has no counterpart; roundRobin is the default"));
                yield Optional.empty();
            }
        };
    }

    private static Map<String, Object> hash(String key) {
        Map<String, Object> hash = new LinkedHashMap<>();
        hash.put("policy", "rendezvous");
        hash.put("key", key);
        return hash;
    }
}
