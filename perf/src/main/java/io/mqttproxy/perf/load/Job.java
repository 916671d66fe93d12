package io.mqttproxy.perf.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the load process is to do next.
 *
 * @param traffic what devices do
 * @param port where, on 127.0.0.1
 * @param security how connections are protected
 * @param resumed whether handshakes resume the session of an earlier one; the first of each connection cannot
 * @param mqtt whether CONNECT and CONNACK follow the handshake; false only to compare with clients that speak no MQTT
 * @param devices how many certificates take turns, with {@link Security#MUTUAL}
 * @param connections how many at the same time
 * @param payloadBytes of a PUBLISH
 * @param window messages under way on each connection when {@code perSecond} is 0
 * @param perSecond messages a second over all connections, evenly spaced; 0 = as many as come back
 * @param warmUpMillis traffic before measuring
 * @param measureMillis traffic that is measured
 * @param measured the processes whose CPU counts
 */
public record Job(
        Traffic traffic,
        int port,
        Security security,
        boolean resumed,
        boolean mqtt,
        int devices,
        int connections,
        int payloadBytes,
        int window,
        int perSecond,
        long warmUpMillis,
        long measureMillis,
        List<Long> measured) {

    /** Closes held connections. */
    public static Job release() {
        return new Job(Traffic.RELEASE, 0, Security.NONE, false, true, 1, 0, 0, 0, 0, 0, 0, List.of());
    }

    /** The same against other processes. */
    public Job against(int newPort, List<Long> processes) {
        return new Job(
                traffic,
                newPort,
                security,
                resumed,
                mqtt,
                devices,
                connections,
                payloadBytes,
                window,
                perSecond,
                warmUpMillis,
                measureMillis,
                processes);
    }

    /** The same for another time. */
    public Job lasting(long warmUp, long measure) {
        return new Job(
                traffic,
                port,
                security,
                resumed,
                mqtt,
                devices,
                connections,
                payloadBytes,
                window,
                perSecond,
                warmUp,
                measure,
                measured);
    }

    /** The same without TLS, which is what the baseline can do. */
    public Job inTheClear() {
        return new Job(
                traffic,
                port,
                Security.NONE,
                false,
                mqtt,
                devices,
                connections,
                payloadBytes,
                window,
                perSecond,
                warmUpMillis,
                measureMillis,
                measured);
    }

    /** One line without its end. */
    public String toLine() {
        return new Line()
                .with("traffic", traffic)
                .with("port", port)
                .with("security", security)
                .with("resumed", resumed)
                .with("mqtt", mqtt)
                .with("devices", devices)
                .with("connections", connections)
                .with("payloadBytes", payloadBytes)
                .with("window", window)
                .with("perSecond", perSecond)
                .with("warmUpMillis", warmUpMillis)
                .with("measureMillis", measureMillis)
                .with("measured", measured.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .toString();
    }

    /**
     * Reads what {@link #toLine} wrote.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static Job parse(String text) {
        Line line = Line.parse(text);
        return new Job(
                Traffic.valueOf(line.text("traffic")),
                line.integer("port"),
                Security.valueOf(line.text("security")),
                line.flag("resumed"),
                line.flag("mqtt"),
                line.integer("devices"),
                line.integer("connections"),
                line.integer("payloadBytes"),
                line.integer("window"),
                line.integer("perSecond"),
                line.number("warmUpMillis"),
                line.number("measureMillis"),
                Arrays.stream(line.text("measured").split(",", -1))
                        .filter(pid -> !pid.isEmpty())
                        .map(Long::valueOf)
                        .toList());
    }
}
