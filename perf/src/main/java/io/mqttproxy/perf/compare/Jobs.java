package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Job;
import io.mqttproxy.perf.load.Security;
import io.mqttproxy.perf.load.Traffic;
import io.mqttproxy.perf.report.Work;
import java.util.List;

/** What devices do for each work; ports, processes and times are added later. */
final class Jobs {

    /** A fleet whose devices come back again and again. */
    private static final int FLEET = 1_000;
    /** More than anybody remembers, each of them back only when all others were there. */
    private static final int STRANGERS = 20_000;

    private static final int AT_A_TIME = 64;
    private static final int CLIENTS = 200;
    private static final int CROWD = 8_000;
    private static final int PER_SECOND = 10_000;
    private static final int SMALL = 100;
    private static final int LARGE = 4096;
    private static final int WINDOW = 8;

    private Jobs() {}

    static Job of(Work work) {
        return switch (work) {
            case FULL -> connect(Security.ONE_WAY, false, 1, AT_A_TIME);
            case MUTUAL -> connect(Security.MUTUAL, false, FLEET, AT_A_TIME);
            case MUTUAL_NEW -> connect(Security.MUTUAL, false, STRANGERS, AT_A_TIME);
            case RESUMED -> connect(Security.ONE_WAY, true, FLEET, AT_A_TIME);
            case RESUMED_MUTUAL -> connect(Security.MUTUAL, true, FLEET, AT_A_TIME);
            case PACED -> publish(CLIENTS, SMALL, 1, PER_SECOND);
            case CROWD -> publish(CROWD, SMALL, 1, PER_SECOND);
            case SATURATED -> publish(CLIENTS, SMALL, WINDOW, 0);
            case BULK -> publish(CLIENTS, LARGE, WINDOW, 0);
            case STORM -> connect(Security.MUTUAL, false, FLEET, CLIENTS);
            case MEMORY -> held(CLIENTS);
        };
    }

    /** Silent connections, each of a device of its own. */
    static Job held(int connections) {
        return new Job(
                Traffic.HOLD, 0, Security.MUTUAL, false, true, connections, connections, 0, 0, 0, 0, 0, List.of());
    }

    /** Handshakes alone, one after the other, as other clients do them. */
    static Job handshakesOneByOne() {
        return new Job(Traffic.CONNECT, 0, Security.ONE_WAY, false, false, 1, 1, 0, 0, 0, 0, 0, List.of());
    }

    private static Job connect(Security security, boolean resumed, int devices, int connections) {
        return new Job(Traffic.CONNECT, 0, security, resumed, true, devices, connections, 0, 0, 0, 0, 0, List.of());
    }

    private static Job publish(int clients, int payload, int window, int perSecond) {
        return new Job(
                Traffic.PUBLISH,
                0,
                Security.ONE_WAY,
                false,
                true,
                1,
                clients,
                payload,
                window,
                perSecond,
                0,
                0,
                List.of());
    }
}
