package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.BrokerMain;
import io.mqttproxy.perf.load.Job;
import io.mqttproxy.perf.load.LoadMain;
import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.load.Security;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.PeerFailure;
import io.mqttproxy.perf.peers.PeerStarter;
import io.mqttproxy.perf.peers.RunningPeer;
import io.mqttproxy.perf.pki.Authority;
import io.mqttproxy.perf.pki.Pem;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all measurements need: certificates, the broker, the load, and a way to start peers. Not thread-safe. */
final class Bench implements AutoCloseable {

    private static final long TRIAL_MILLIS = 500;
    private static final int TRIALS = 20;

    private final Helper broker;
    private final int brokerPort;
    private final Helper load;
    private final PeerStarter starter;

    private Bench(Helper broker, int brokerPort, Helper load, PeerStarter starter) {
        this.broker = broker;
        this.brokerPort = brokerPort;
        this.load = load;
        this.starter = starter;
    }

    /**
     * Starts broker and load.
     *
     * @param templates the peers' configurations
     * @param folder for files that are worth nothing afterwards
     * @param openFiles how many descriptors a process may have
     */
    static Bench open(Settings settings, Path templates, Path folder, long openFiles)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Path server = writeServer(folder.resolve("server.pem"));
        Path deviceCa = folder.resolve("device-ca.pem");
        Helper broker = Helper.start(settings.loadCpus(), BrokerMain.class);
        int port = Integer.parseInt(broker.hear().replace("port=", ""));
        Helper load =
                Helper.start(settings.loadCpus(), LoadMain.class, deviceCa.toString(), Long.toString(broker.pid()));
        load.hear(); // from now on the CA is there
        Map<String, String> values = Map.of(
                "brokerPort", Integer.toString(port),
                "serverPem", server.toString(),
                "deviceCa", deviceCa.toString(),
                "openFiles", Long.toString(openFiles),
                "maxConnections", Long.toString(Machine.connectionsWithin(openFiles)),
                "hitchUser", System.getProperty("user.name").equals("root") ? "user = \"nobody\"" : "");
        return new Bench(broker, port, load, new PeerStarter(templates, folder, settings.peerCpus(), values));
    }

    /** Certificate, its root and its key in one file, which all peers can read. */
    private static Path writeServer(Path file) throws IOException, GeneralSecurityException {
        Authority authority = Authority.create("Perf Server CA");
        KeyPair keys = Authority.newKeys();
        return Files.writeString(
                file, Pem.of(authority.server(keys)) + Pem.of(authority.certificate()) + Pem.of(keys.getPrivate()));
    }

    /** A peer that listens. */
    RunningPeer start(Peer peer) throws IOException {
        RunningPeer running = starter.start(peer);
        try {
            running.awaitListening();
            return running;
        } catch (PeerFailure e) {
            running.close();
            throw e;
        }
    }

    /** Lets a peer serve for a moment; the reason when it does not. */
    Optional<String> objectionTo(Peer peer) throws IOException {
        try (RunningPeer running = start(peer)) {
            for (Work work : List.of(Work.FULL, Work.MUTUAL)) {
                Outcome outcome = firstSuccess(trial(work), running);
                if (outcome.operations() == 0) {
                    return Optional.of("nobody got through at: " + work.title() + ": " + outcome.firstFailure());
                }
            }
            Job withoutCertificate = trial(Work.FULL).against(running.ports().mutual(), running.pids());
            return ask(withoutCertificate).operations() == 0
                    ? Optional.empty()
                    : Optional.of("it lets devices without certificates in where they need one");
        } catch (PeerFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    /** A cold JVM on a busy machine may take more than one trial. */
    private Outcome firstSuccess(Job trial, RunningPeer peer) throws IOException {
        Outcome outcome = run(trial, peer);
        for (int i = 1; i < TRIALS && outcome.operations() == 0; i++) {
            outcome = run(trial, peer);
        }
        return outcome;
    }

    private static Job trial(Work work) {
        return Jobs.of(work).lasting(0, TRIAL_MILLIS);
    }

    /** Does a job against a peer; its processes' CPU is measured. */
    Outcome run(Job job, RunningPeer peer) throws IOException {
        int port = job.security() == Security.MUTUAL
                ? peer.ports().mutual()
                : peer.ports().oneWay();
        Outcome outcome = ask(job.against(port, peer.pids()));
        peer.requireAlive();
        return outcome;
    }

    /** Does a job against the broker itself. */
    Outcome runWithoutProxy(Job job) throws IOException {
        return ask(job.inTheClear().against(brokerPort, List.of(broker.pid())));
    }

    /** Lets go of what is held, and tells how many connections were still open. */
    Outcome release() throws IOException {
        return ask(Job.release());
    }

    private Outcome ask(Job job) throws IOException {
        return Outcome.parse(load.ask(job.toLine()));
    }

    @Override
    public void close() throws IOException {
        try (broker) {
            load.close();
        }
    }
}
