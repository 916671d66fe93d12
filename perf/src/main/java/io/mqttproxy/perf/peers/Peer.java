package io.mqttproxy.perf.peers;

import java.nio.file.Path;

/**
 * One program of the comparison.
 *
 * @param name in results; two builds of one kind have different ones
 * @param kind how it is called
 * @param program where it is
 * @param version what it says of itself, on one line
 * @param stream nginx only: the directive that loads its stream module, empty when that is built in
 */
public record Peer(String name, Kind kind, Path program, String version, String stream) {}
