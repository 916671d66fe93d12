package io.mqttproxy.perf.peers;

import io.mqttproxy.perf.measure.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer that serves, and stops when this is closed. */
public final class RunningPeer implements AutoCloseable {

    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 5;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Peer peer;
    private final Ports ports;
    private final Process process;
    private final Path log;

    RunningPeer(Peer peer, Ports ports, Process process, Path log) {
        this.peer = peer;
        this.ports = ports;
        this.process = process;
        this.log = log;
    }

    /** Which it is. */
    public Peer peer() {
        return peer;
    }

    /** Where it listens. */
    public Ports ports() {
        return ports;
    }

    /** Its process and those that it has started. */
    public List<Long> pids() {
        return Processes.ofThisMachine().familyOf(process.pid());
    }

    /** Waits until both ports take connections. */
    public void awaitListening() throws PeerFailure {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens(ports.oneWay()) || !listens(ports.mutual())) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new PeerFailure(peer.name() + " does not listen; what it said is in " + log);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Whoever has ended, for whatever reason, cannot be measured; a signal from outside is one. */
    public void requireAlive() throws PeerFailure {
        if (!process.isAlive()) {
            throw new PeerFailure(peer.name() + " has ended with code " + process.exitValue()
                    + " while it was measured; what it said is in " + log);
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once: what is measured is over, and a graceful end would take its time. */
    @Override
    public void close() {
        pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
