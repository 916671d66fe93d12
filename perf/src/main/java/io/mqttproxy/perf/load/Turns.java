package io.mqttproxy.perf.load;

import java.util.HashMap;
import java.util.Map;

/**
 * Which device is next, for each server and size of fleet, across jobs: a job that began again with the first device would
 * meet a server that still remembers it. Confined to the event loop.
 */
final class Turns {

    private record Fleet(int port, int devices) {}

    private final Map<Fleet, Integer> next = new HashMap<>();

    /** The next device of a job; the first one again only when all others were there. */
    int take(Job job) {
        return next.merge(new Fleet(job.port(), job.devices()), 0, (last, first) -> (last + 1) % job.devices());
    }
}
