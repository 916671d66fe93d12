package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.MosquittoVisits.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What mosquitto's log says about the clients that it let in. */
final class MosquittoLog {
    private static final Pattern ACCEPTED = Pattern.compile("New connection from 127\\.0\\.0\\.1:(\\d+) on port .*");
    private static final Pattern LET_IN =
            Pattern.compile("New (?:client|bridge) connected from 127\\.0\\.0\\.1:(\\d+) as .*");
    private static final Pattern MADE_UP = Pattern.compile(" as auto-[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12} \\(");

    private final Map<Connection, List<String>> letIn = new HashMap<>();

    MosquittoLog(List<String> lines) {
        Map<Integer, Integer> uses = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = text(lines.get(i));
            Matcher accepted = ACCEPTED.matcher(line);
            if (accepted.matches()) {
                uses.merge(Integer.valueOf(accepted.group(1)), 1, Integer::sum);
            }
            Matcher connected = LET_IN.matcher(line);
            if (connected.matches()) {
                int port = Integer.parseInt(connected.group(1));
                letIn.put(new Connection(port, uses.getOrDefault(port, 0)), entry(lines, i));
            }
        }
    }

    /** The lines about a connection, without their times, or none when it was not let in. */
    List<String> letIn(Connection connection) {
        return letIn.getOrDefault(connection, List.of());
    }

    /**
     * What {@link #letIn} has to be for a client whose CONNECT says this. To mosquitto an empty user name is none, which
     * section 3.1.3.5 does not say.
     */
    static List<String> expected(Connection connection, ConnectFacts facts, boolean bridge) {
        String username = facts.username();
        List<String> lines = new ArrayList<>();
        lines.add("New %s connected from 127.0.0.1:%d as %s (p%d, c%d, k%d%s)."
                .formatted(
                        bridge ? "bridge" : "client",
                        connection.port(),
                        facts.clientId(),
                        facts.level() == 5 ? 5 : facts.level() - 2, // its own numbers
                        facts.cleanStart() ? 1 : 0,
                        facts.keepAlive(),
                        username == null || username.isEmpty() ? "" : ", u'" + username + "'"));
        WillFacts will = facts.will();
        if (will == null) {
            lines.add("No will message specified.");
        } else {
            lines.add("Will message specified (%d bytes) (r%d, q%d)."
                    .formatted(will.payload().length(), will.retain() ? 1 : 0, will.qos()));
            lines.add("\t" + will.topic());
        }
        return lines;
    }

    private static List<String> entry(List<String> lines, int from) {
        List<String> entry = new ArrayList<>();
        entry.add(MADE_UP.matcher(text(lines.get(from))).replaceFirst(" as  ("));
        entry.add(text(lines.get(from + 1)));
        if (entry.get(1).startsWith("Will")) {
            entry.add(text(lines.get(from + 2)));
        }
        return entry;
    }

    /** Behind the time. */
    private static String text(String line) {
        return line.substring(line.indexOf(": ") + 2);
    }
}
