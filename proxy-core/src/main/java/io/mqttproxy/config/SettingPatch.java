package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts a {@link Setting} into the nodes of a document, before anything is bound. Keys that are not there are made, and the
 * binder refuses those that it does not know, as it does for the file.
 *
 * <p>Names may contain dots: of the keys that are there, the longest that fits counts. What an alias stands for is one node
 * in several places: on the way down each node gives way to a copy, so that the other places stay as they are.
 */
final class SettingPatch {
    private static final Pattern POSITION = Pattern.compile("\\[(\\d{1,6})](?:\\.|(?=\\[)|$)");

    private final Setting setting;
    private final Problems problems;

    SettingPatch(Setting setting, Problems problems) {
        this.setting = setting;
        this.problems = problems;
    }

    /** Changes the document below this root; what cannot be is reported. */
    void apply(Node root) {
        if (("." + setting.path() + ".").contains("..")) {
            report("an empty key (expected: keys with single dots between them)");
        } else {
            descend(root, setting.path());
        }
    }

    private void descend(Node node, String rest) {
        if (node instanceof MappingNode mapping) {
            inMapping(mapping, rest);
        } else if (node instanceof SequenceNode list) {
            inList(list, rest);
        } else {
            report("nothing can stand below " + above(rest) + ", which is no mapping (expected: " + above(rest)
                    + " alone, or a mapping in the file)");
        }
    }

    private void inMapping(MappingNode mapping, String rest) {
        List<NodeTuple> tuples = mapping.getValue();
        int found = longestKey(tuples, rest);
        if (found < 0) {
            tuples.add(made(rest));
            return;
        }
        NodeTuple tuple = tuples.get(found);
        String key = name(tuple);
        String below = rest.substring(key.length());
        if (below.isEmpty()) {
            tuples.set(found, new NodeTuple(scalar(key), scalar(setting.value())));
        } else if (isEmpty(tuple.getValueNode()) && below.startsWith(".")) {
            tuples.set(found, made(rest));
        } else {
            Node own = copy(tuple.getValueNode());
            tuples.set(found, new NodeTuple(tuple.getKeyNode(), own));
            descend(own, below.startsWith(".") ? below.substring(1) : below);
        }
    }

    private void inList(SequenceNode list, String rest) {
        Matcher position = POSITION.matcher(rest);
        int size = list.getValue().size();
        int index = position.lookingAt() ? Integer.parseInt(position.group(1)) : size;
        if (index >= size) {
            report("no such item of " + above(rest) + " (expected: " + above(rest) + "[0] to [" + (size - 1) + "])");
            return;
        }
        String below = rest.substring(position.end());
        if (below.isEmpty()) {
            list.getValue().set(index, scalar(setting.value()));
        } else {
            Node own = copy(list.getValue().get(index));
            list.getValue().set(index, own);
            descend(own, below);
        }
    }

    /** With the same nodes below it. */
    private static Node copy(Node node) {
        if (node instanceof MappingNode mapping) {
            return new MappingNode(
                    mapping.getTag(),
                    true,
                    new ArrayList<>(mapping.getValue()),
                    mapping.getStartMark(),
                    mapping.getEndMark(),
                    mapping.getFlowStyle());
        }
        if (node instanceof SequenceNode list) {
            return new SequenceNode(
                    list.getTag(),
                    true,
                    new ArrayList<>(list.getValue()),
                    list.getStartMark(),
                    list.getEndMark(),
                    list.getFlowStyle());
        }
        return node; // a scalar, which is never changed
    }

    /** The index of the longest key that the rest of the path begins with, or -1. */
    private static int longestKey(List<NodeTuple> tuples, String rest) {
        int found = -1;
        for (int i = 0; i < tuples.size(); i++) {
            String key = name(tuples.get(i));
            boolean fits = !key.isEmpty()
                    && rest.startsWith(key)
                    && (rest.length() == key.length() || ".[".indexOf(rest.charAt(key.length())) >= 0);
            if (fits && (found < 0 || key.length() > name(tuples.get(found)).length())) {
                found = i;
            }
        }
        return found;
    }

    /** A key that is not there with everything below it. */
    private NodeTuple made(String rest) {
        int dot = rest.indexOf('.');
        if (dot < 0) {
            return new NodeTuple(scalar(rest), scalar(setting.value()));
        }
        List<NodeTuple> below = new ArrayList<>(List.of(made(rest.substring(dot + 1))));
        Node mapping = new MappingNode(Tag.MAP, true, below, Setting.MARK, Setting.MARK, FlowStyle.BLOCK);
        return new NodeTuple(scalar(rest.substring(0, dot)), mapping);
    }

    private static String name(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private static ScalarNode scalar(String text) {
        return new ScalarNode(Tag.STR, text, Setting.MARK, Setting.MARK, ScalarStyle.DOUBLE_QUOTED);
    }

    /** The part of the path before this rest. */
    private String above(String rest) {
        String path = setting.path();
        String above = path.substring(0, path.length() - rest.length());
        return above.endsWith(".") ? above.substring(0, above.length() - 1) : above;
    }

    private void report(String message) {
        problems.add(Setting.source(Printable.of(setting.path())), message);
    }
}
