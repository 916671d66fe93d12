package io.mqttproxy.trace;

import io.mqttproxy.relay.FinishedSetup;
import io.mqttproxy.relay.FinishedSetup.Fact;
import io.mqttproxy.relay.FinishedSetup.Failure;
import io.mqttproxy.relay.FinishedSetup.Role;
import io.mqttproxy.relay.FinishedSetup.Stage;
import io.mqttproxy.relay.TraceId;
import java.util.List;
import java.util.Map;

/** Set-ups that were made up. */
final class Setups {

    static final long START = 1_800_000_000_000_000_000L;
    static final Exporting PROCESS = new Exporting(Map.of("service.name", "mqtt-tls-proxy"), "0.1.0");

    private Setups() {}

    /** One that went well, in two steps; its id is all that tells it from another one. */
    static FinishedSetup accepted(long number) {
        return new FinishedSetup(
                new TraceId(number + 1, 0x0102030405060708L),
                new Stage(
                        "mqtt connection setup",
                        Role.SERVER,
                        START,
                        START + 3_000,
                        List.of(
                                new Fact.Text("client.address", "192.0.2.7"),
                                new Fact.Whole("client.port", 40_000),
                                new Fact.Flag("tls.resumed", true)),
                        null),
                List.of(
                        new Stage("tls handshake", Role.INTERNAL, START, START + 1_000, List.of(), null),
                        new Stage(
                                "backend connect",
                                Role.CLIENT,
                                START + 1_000,
                                START + 3_000,
                                List.of(new Fact.Whole("server.port", 1883)),
                                null)));
    }

    /** One that failed in its only step. */
    static FinishedSetup refused() {
        Failure failure = new Failure("connect_timeout", "no CONNECT – in time");
        return new FinishedSetup(
                new TraceId(-1, -2),
                new Stage("mqtt connection setup", Role.SERVER, START, START + 5, List.of(), failure),
                List.of(new Stage("mqtt connect", Role.INTERNAL, START, START + 5, List.of(), failure)));
    }
}
