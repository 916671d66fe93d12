package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.report.Work;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param works what
 * @param rounds how often each
 * @param measureMillis how long each time
 * @param warmUpMillis traffic before the first round of a work, for each peer
 * @param leadInMillis traffic before each measurement
 * @param connections idle ones for memory; fewer where descriptors do not suffice
 * @param peerCpus of taskset, for the system under test
 * @param loadCpus of taskset, for load and broker
 */
public record Settings(
        Set<Work> works,
        int rounds,
        long measureMillis,
        long warmUpMillis,
        long leadInMillis,
        int connections,
        String peerCpus,
        String loadCpus) {}
