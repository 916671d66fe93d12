package io.mqttproxy.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A simulated fleet: proxies with their own view of the brokers, brokers that fail and refuse, a million clients that come
 * back by any proxy. Time is simulated in steps of 100 ms; the balancing is the real one.
 */
final class Fleet {

    static final int PROXIES = 20;
    static final int CLIENTS = 1_000_000;

    private static final int STEP_MILLIS = 100;
    private static final int STEPS_PER_SECOND = 1000 / STEP_MILLIS;
    /** The longest wait before a client comes back. */
    private static final int LONGEST_WAIT_STEPS = 1_000;

    private static final short NOWHERE = -1;

    /** How a broker is, and what it has seen. */
    static final class Broker {
        boolean up = true;
        /** CONNECTs that it answers in a second; it refuses the rest with "server unavailable". */
        int capacity = Integer.MAX_VALUE;

        int connects;
        int peak;
        int clients;
        int refusals;
    }

    private final ClusterPolicy policy;
    private final SplittableRandom random;
    private final ManualClock clock = new ManualClock();
    private final List<Broker> brokers = new ArrayList<>();
    private final List<SimulatedProxy> proxies = new ArrayList<>();
    private final short[] at = new short[CLIENTS];
    private final byte[] by = new byte[CLIENTS];
    private final List<BitSet> due = new ArrayList<>();
    private int step;
    private int waiting;
    private long moves;

    Fleet(int brokerCount, ClusterPolicy policy, long seed) {
        this.policy = policy;
        this.random = new SplittableRandom(seed);
        Arrays.fill(at, NOWHERE);
        IntStream.range(0, LONGEST_WAIT_STEPS).forEach(i -> due.add(new BitSet()));
        for (int i = 0; i < PROXIES; i++) {
            proxies.add(new SimulatedProxy(clock, i));
        }
        addBrokers(brokerCount);
    }

    static RouteKey key(int client) {
        return Fixtures.client("fleet-7/device-" + client);
    }

    /** New brokers appear in the list of every proxy; the states of the others stay. */
    void addBrokers(int count) {
        boolean serving = !brokers.isEmpty();
        IntStream.range(0, count).forEach(i -> brokers.add(new Broker()));
        proxies.forEach(proxy -> proxy.brokers(brokers.size(), policy, serving));
    }

    Broker broker(int index) {
        return brokers.get(index);
    }

    List<Broker> brokers() {
        return brokers;
    }

    SimulatedProxy proxyOf(int client) {
        return proxies.get(by[client]);
    }

    BackendState stateOf(int client) {
        return proxyOf(client).state(at[client]);
    }

    List<SimulatedProxy> proxies() {
        return proxies;
    }

    int brokerOf(int client) {
        return at[client];
    }

    /** Clients that have changed their broker, counted each time. */
    long moves() {
        return moves;
    }

    int clientsWithout() {
        return waiting;
    }

    Duration time() {
        return Duration.ofMillis((long) step * STEP_MILLIS);
    }

    /** All clients come within this time, evenly. */
    void connectAll(Duration within) {
        int steps = steps(within);
        for (int client = 0; client < CLIENTS; client++) {
            comeBack(client, (int) ((long) client * steps / CLIENTS));
        }
    }

    /** What happens to the clients of a broker that dies: they come back after a second to ten, each as it likes. */
    void crash(int broker) {
        brokers.get(broker).up = false;
        clientsWhere(client -> at[client] == broker).forEach(client -> {
            disconnect(client);
            comeBack(client, random.nextInt(steps(Duration.ofSeconds(1)), steps(Duration.ofSeconds(10))));
        });
    }

    /** Moves these clients at a pace for all proxies together, and runs until all are connected again. */
    void move(List<Integer> clients, int perSecond) {
        int perStep = perSecond / STEPS_PER_SECOND;
        for (int i = 0; i < clients.size(); i++) {
            int client = clients.get(i);
            disconnect(client);
            comeBack(client, random.nextInt(1, STEPS_PER_SECOND));
            if (i % perStep == perStep - 1) {
                step();
            }
        }
        runUntilAllAreConnected();
    }

    List<Integer> clientsWhere(IntPredicate condition) {
        return IntStream.range(0, CLIENTS).filter(condition).boxed().toList();
    }

    void run(Duration time) {
        IntStream.range(0, steps(time)).forEach(i -> step());
    }

    void runUntilAllAreConnected() {
        while (waiting > 0) {
            step();
            if (step > 1_000_000) {
                throw new AssertionError(waiting + " clients never found a broker");
            }
        }
    }

    private void step() {
        step++;
        clock.advance(Duration.ofMillis(STEP_MILLIS));
        proxies.forEach(proxy -> proxy.probe(step, brokers));
        BitSet now = due.get(step % LONGEST_WAIT_STEPS);
        BitSet arrivals = (BitSet) now.clone();
        now.clear();
        arrivals.stream().forEach(this::connect);
        if (step % STEPS_PER_SECOND == 0) {
            for (Broker broker : brokers) {
                broker.peak = Math.max(broker.peak, broker.connects);
                broker.connects = 0;
            }
        }
    }

    private void connect(int client) {
        waiting--;
        int proxy = random.nextInt(PROXIES);
        int broker = proxies.get(proxy).connect(key(client), brokers);
        if (broker < 0) { // refused, or nobody left: it tries again in a second to ten
            comeBack(client, random.nextInt(steps(Duration.ofSeconds(1)), steps(Duration.ofSeconds(10))));
            return;
        }
        if (at[client] != NOWHERE && at[client] != broker) {
            moves++;
        }
        at[client] = (short) broker;
        by[client] = (byte) proxy;
        brokers.get(broker).clients++;
    }

    /** It keeps in mind where it was, so that a move can be told from a return. */
    private void disconnect(int client) {
        stateOf(client).closed();
        brokers.get(at[client]).clients--;
    }

    private void comeBack(int client, int steps) {
        waiting++;
        due.get((step + 1 + steps) % LONGEST_WAIT_STEPS).set(client);
    }

    private static int steps(Duration time) {
        return (int) (time.toMillis() / STEP_MILLIS);
    }
}
