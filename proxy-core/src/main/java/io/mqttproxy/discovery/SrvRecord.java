package io.mqttproxy.discovery;

import io.mqttproxy.routing.Backend;
import java.util.List;

/**
 * Where a service is (RFC 2782).
 *
 * @param priority 0 to 65535; the smaller number goes first
 * @param weight 0 to 65535, in relation to others of the same priority
 * @param port 1 to 65535
 * @param target a host name without a dot at the end
 */
record SrvRecord(int priority, int weight, int port, String target) {

    /** Bytes in front of the target, and the shortest one. */
    static final int SMALLEST = 7;

    private static final int LAST_TIER = 9;
    private static final int MOST_WEIGHT = 1000;

    /**
     * What they mean for balancing: the priorities in their order become tiers, and weights are scaled down together when one
     * is too large. A weight of 0 is a very small one for SRV and none at all for us, so it becomes 1. Proxies with the same
     * records come to the same backends.
     */
    static List<Backend> backends(List<SrvRecord> records) {
        List<Integer> priorities =
                records.stream().map(SrvRecord::priority).distinct().sorted().toList();
        int heaviest = records.stream().mapToInt(SrvRecord::weight).max().orElse(0);
        return records.stream()
                .map(record -> record.backend(Math.min(LAST_TIER, priorities.indexOf(record.priority)), heaviest))
                .toList();
    }

    private Backend backend(int tier, int heaviest) {
        int scaled = heaviest <= MOST_WEIGHT ? weight : (int) Math.round((double) weight * MOST_WEIGHT / heaviest);
        return new Backend(target + ":" + port, target, port, Math.max(1, scaled), tier, "");
    }
}
