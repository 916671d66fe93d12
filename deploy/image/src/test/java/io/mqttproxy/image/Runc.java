package io.mqttproxy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What Docker, podman and Kubernetes start containers with: processes, devices and mounts of its own. */
record Runc(RootFolder root, Path configuration, Path folder) implements Engine {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<String> start() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("bundle"));
        new Lines(bundle).run("rm -f config.json && runc spec");
        Path file = bundle.resolve("config.json");
        ObjectNode spec = (ObjectNode) JSON.readTree(file.toFile());
        describe((ObjectNode) spec.get("process"));
        ((ObjectNode) spec.get("root")).put("path", root.path().toString()).put("readonly", true);
        ArrayNode mounts = (ArrayNode) spec.get("mounts");
        mount(mounts, "/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", "size=64m");
        mount(mounts, "/etc/mqtt-proxy", "bind", configuration.toString(), "bind", "ro");
        Iterator<JsonNode> namespaces = spec.get("linux").get("namespaces").iterator();
        while (namespaces.hasNext()) {
            if (namespaces.next().get("type").asText().equals("network")) {
                namespaces.remove();
            }
        }
        JSON.writeValue(file.toFile(), spec);
        return List.of("runc", "run", "--bundle", bundle.toString(), name());
    }

    @Override
    public List<String> inside(String adminPort, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("runc", "exec", "--env", "ADMIN_PORT=" + adminPort, name()));
        inside.addAll(command);
        return inside;
    }

    private void describe(ObjectNode process) {
        process.put("terminal", false).put("cwd", root.config("WorkingDir").asText());
        process.putObject("user").put("uid", root.user()).put("gid", root.group());
        process.putObject("capabilities");
        process.put("noNewPrivileges", true);
        // More than this machine allows cannot be had.
        process.remove("rlimits");
        ArrayNode environment = process.putArray("env").add("PATH=/bin");
        root.words("Env").forEach(environment::add);
        ArrayNode command = process.putArray("args");
        root.words("Entrypoint").forEach(command::add);
        root.words("Cmd").forEach(command::add);
    }

    private static void mount(ArrayNode mounts, String to, String type, String source, String... options) {
        ObjectNode mount =
                mounts.addObject().put("destination", to).put("type", type).put("source", source);
        ArrayNode all = mount.putArray("options");
        for (String option : options) {
            all.add(option);
        }
    }

    /** One name for each test: the folder's is random. */
    private String name() {
        return "mqtt-tls-proxy-" + folder.getFileName();
    }
}
