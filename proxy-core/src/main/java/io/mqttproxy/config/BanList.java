package io.mqttproxy.config;

import io.mqttproxy.routing.Cidr;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A file that holds nothing but a list {@code bans}, each <code>{clientId: "pump-7", until: 2026-01-02T03:04:05Z}</code>: for
 * the proxy to write and for people to read and change. Without environment variables.
 */
public final class BanList {

    /** The longest text of a file: what YAML's parser takes, and room for what people add. In characters. */
    public static final int LONGEST = 2 * 1024 * 1024;

    private static final List<String> KEYS = Stream.concat(
                    BannedClient.KINDS.stream(), Stream.of("since", "until", "reason"))
            .toList();

    private BanList() {}

    /**
     * Reads the content of such a file; an empty one has no bans.
     *
     * @param file only named in messages
     * @param most how many bans it may have
     * @return each value once
     * @throws ConfigException with every problem, when there is at least one
     */
    public static List<BannedClient> parse(byte[] content, Path file, int most) throws ConfigException {
        Problems problems = new Problems();
        String name = file.toString();
        @Nullable String text = YamlText.decode(content, name, problems);
        problems.throwIfAny();
        if (text == null || text.isBlank()) {
            return List.of();
        }
        @Nullable Node root = YamlDocument.compose(text, name, problems);
        problems.throwIfAny();
        List<BannedClient> bans = new ArrayList<>();
        if (root != null) {
            Reading reading = new Reading(file, new Environment(Map.of()), new DiskAccess(), problems);
            bans(Value.root(reading, root), most, bans);
        }
        problems.throwIfAny();
        return List.copyOf(bans);
    }

    private static void bans(Value root, int most, List<BannedClient> bans) {
        @Nullable Mapping mapping = root.mapping(List.of("bans"));
        @Nullable Value list = mapping == null ? null : mapping.require("bans", "a list, [] for none");
        if (list == null) {
            return;
        }
        List<Value> values = list.listOrEmpty("bans");
        if (values.size() > most) {
            list.report(values.size() + " bans (expected: at most " + most + ")");
            return;
        }
        Set<List<String>> known = new HashSet<>();
        for (Value value : values) {
            @Nullable BannedClient ban = ban(value);
            if (ban != null && !known.add(List.of(ban.kind(), ban.value()))) {
                value.report("a second ban of one " + ban.kind() + " (expected: each once)");
            } else if (ban != null) {
                bans.add(ban);
            }
        }
    }

    private static @Nullable BannedClient ban(Value value) {
        @Nullable Mapping mapping = value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        List<String> kinds = BannedClient.KINDS.stream().filter(mapping::has).toList();
        if (kinds.size() != 1) {
            mapping.report(
                    kinds.isEmpty()
                            ? "nobody is named (expected: one of " + String.join(", ", BannedClient.KINDS) + ")"
                            : String.join(" and ", kinds) + " in one ban (expected: a ban for each)");
            return null;
        }
        @Nullable String who = who(mapping, kinds.get(0));
        @Nullable Value reason = mapping.get("reason");
        return who == null
                ? null
                : new BannedClient(
                        kinds.get(0),
                        who,
                        moment(mapping, "since"),
                        moment(mapping, "until"),
                        reason == null ? null : reason.text("a text"));
    }

    private static @Nullable String who(Mapping mapping, String kind) {
        @Nullable Value value = mapping.get(kind);
        @Nullable String text = value == null ? null : value.text("a text that is not empty");
        if (value == null || text == null) {
            return null;
        }
        if (text.isEmpty()) {
            value.report("empty (expected: a text that is not empty)");
            return null;
        }
        try {
            return kind.equals("address") ? Cidr.parse(text).toString() : text;
        } catch (IllegalArgumentException e) {
            value.report(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Instant moment(Mapping mapping, String key) {
        @Nullable Value value = mapping.get(key);
        return value == null ? null : value.read(new InstantReader());
    }

    /** What {@link #parse} reads, one ban on each line. */
    public static String text(Collection<BannedClient> bans) {
        StringBuilder text =
                new StringBuilder("# Whom the proxy keeps out. It writes this file when a ban is made or lifted, "
                        + "and reads it when somebody else has changed it.\nbans:");
        for (BannedClient ban : bans) {
            text.append("\n  - {").append(ban.kind()).append(": ").append(YamlText.quote(ban.value()));
            append(text, "since", ban.since());
            append(text, "until", ban.until());
            if (ban.reason() != null) {
                text.append(", reason: ").append(YamlText.quote(ban.reason()));
            }
            text.append('}');
        }
        return text.append(bans.isEmpty() ? " []\n" : "\n").toString();
    }

    private static void append(StringBuilder text, String key, @Nullable Instant moment) {
        if (moment != null) {
            text.append(", ").append(key).append(": ").append(moment);
        }
    }
}
