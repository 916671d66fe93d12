package io.mqttproxy.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Settings of the Linux kernel that decide how many clients can come at once, and how many backends can take. */
final class KernelChecks {
    /** What listeners ask for; the kernel gives them no more than net.core.somaxconn. */
    private static final int BACKLOG = 8192;
    /** Less than what kernels since 5.4 begin with. */
    private static final int SMALL_BACKLOG = 4096;

    private static final int SMALL_SYN_BACKLOG = 1024;
    /** Seconds that the kernel keeps the port of a connection that the proxy closed first, TIME_WAIT. */
    private static final int TIME_WAIT = 60;

    private static final int REUSE_ALWAYS = 1;

    private final Machine machine;
    private final Demand demand;

    KernelChecks(Machine machine, Demand demand) {
        this.machine = machine;
        this.demand = demand;
    }

    List<Advice> run() {
        List<Advice> advice = new ArrayList<>();
        check(advice, "net.core.somaxconn", this::backlog);
        check(advice, "net.ipv4.tcp_max_syn_backlog", this::synBacklog);
        machine.localPorts().ifPresent(ports -> {
            advice.add(localPorts(ports));
            check(advice, "net.ipv4.tcp_tw_reuse", value -> reuse(value, ports));
        });
        check(advice, "net.netfilter.nf_conntrack_max", this::conntrack);
        return advice;
    }

    private void check(List<Advice> advice, String name, LongFunction<Advice> judge) {
        machine.setting(name.replace('.', '/')).ifPresent(value -> advice.add(judge.apply(value)));
    }

    private Advice backlog(long value) {
        return value >= SMALL_BACKLOG
                ? Advice.ok("net.core.somaxconn", Long.toString(value))
                : Advice.warn(
                        "net.core.somaxconn",
                        value
                                + " clients may wait to be accepted; when all come back at once, more do (remedy: sysctl -w"
                                + " net.core.somaxconn=" + BACKLOG + ")");
    }

    private Advice synBacklog(long value) {
        return value >= SMALL_SYN_BACKLOG
                ? Advice.ok("net.ipv4.tcp_max_syn_backlog", Long.toString(value))
                : Advice.warn(
                        "net.ipv4.tcp_max_syn_backlog",
                        value + " clients may be half way through their TCP handshake (remedy: sysctl -w"
                                + " net.ipv4.tcp_max_syn_backlog=" + BACKLOG + ")");
    }

    /** A local port can be used once for each address of a backend. */
    private Advice localPorts(long ports) {
        String subject = "net.ipv4.ip_local_port_range";
        String remedy = " (remedy: sysctl -w net.ipv4.ip_local_port_range='1024 65535', more backends, or a smaller"
                + " limits.connections)";
        long connections = demand.connections();
        @Nullable Integer backends = demand.backends();
        if (backends != null && connections > ports * backends) {
            return Advice.fail(
                    subject,
                    ports + " ports for each of " + backends + " backends, fewer than " + connections + " connections"
                            + remedy);
        }
        @Nullable Integer fewest = demand.fewestBackends();
        if (fewest != null && connections > ports * fewest) {
            return Advice.warn(
                    subject,
                    ports + " ports for each backend: a cluster of " + fewest + " cannot take all " + connections
                            + " connections" + remedy);
        }
        if (backends == null && connections > ports) {
            return Advice.warn(
                    subject,
                    ports + " ports for each backend: fewer than " + backendsFor(connections, ports)
                            + " cannot take all " + connections + " connections" + remedy);
        }
        return Advice.ok(
                subject, ports + " ports for each " + (backends == null ? "backend" : "of " + backends + " backends"));
    }

    private static long backendsFor(long connections, long ports) {
        return (connections + ports - 1) / ports;
    }

    private Advice reuse(long value, long ports) {
        @Nullable Long rate = demand.handshakes();
        @Nullable Integer backends = demand.backends();
        boolean enough = rate != null && rate * TIME_WAIT <= ports * (backends == null ? 1 : backends);
        if (value == REUSE_ALWAYS || enough) {
            return Advice.ok("net.ipv4.tcp_tw_reuse", Long.toString(value));
        }
        String tooFew = rate == null || backends != null
                ? ""
                : " with fewer than " + backendsFor(rate * TIME_WAIT, ports) + " backends";
        return Advice.warn(
                "net.ipv4.tcp_tw_reuse",
                value + ": ports to backends rest for " + TIME_WAIT + " s after each connection, and with "
                        + (rate == null ? "any number of" : rate) + " new connections/s they run out" + tooFew
                        + " (remedy: sysctl -w net.ipv4.tcp_tw_reuse=1)");
    }

    /** Where connections are tracked, both sides of each are. */
    private Advice conntrack(long value) {
        String subject = "net.netfilter.nf_conntrack_max";
        long needed = 2 * demand.connections();
        return value >= needed
                ? Advice.ok(subject, Long.toString(value))
                : Advice.warn(
                        subject,
                        value + ", and " + demand.connections() + " connections are " + needed
                                + " entries where a firewall tracks them (remedy: sysctl -w " + subject + "="
                                + 2 * needed
                                + ", or rules with notrack)");
    }
}
