package io.mqttproxy.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts peers on their core, each with its template filled in. */
public final class PeerStarter {

    private final Path templates;
    private final Path folder;
    private final String cpus;
    private final Map<String, String> common;

    /**
     * @param templates where the configurations are
     * @param folder for what is written while they run
     * @param cpus of taskset, for instance {@code 0}
     * @param common values for all templates
     */
    public PeerStarter(Path templates, Path folder, String cpus, Map<String, String> common) {
        this.templates = templates;
        this.folder = folder;
        this.cpus = cpus;
        this.common = Map.copyOf(common);
    }

    /** Starts a peer; it may not listen yet. */
    public RunningPeer start(Peer peer) throws IOException {
        Ports ports = Ports.free();
        Path configuration = folder.resolve(peer.name() + "-" + peer.kind().template());
        Files.writeString(configuration, configuration(peer, ports));
        Path log = folder.resolve(peer.name() + ".log");
        List<String> command =
                new ArrayList<>(List.of("taskset", "-c", cpus, peer.program().toString()));
        command.addAll(peer.kind().arguments(configuration));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new RunningPeer(peer, ports, process, log);
    }

    private String configuration(Peer peer, Ports ports) throws IOException {
        Map<String, String> values = new HashMap<>(common);
        values.put("port", Integer.toString(ports.oneWay()));
        values.put("mutualPort", Integer.toString(ports.mutual()));
        values.put("folder", folder.toString());
        values.put("streamModule", peer.stream());
        return new ConfigTemplate(Files.readString(templates.resolve(peer.kind().template()))).fill(values);
    }
}
