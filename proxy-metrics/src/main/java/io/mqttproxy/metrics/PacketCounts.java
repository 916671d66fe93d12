package io.mqttproxy.metrics;

/** How many MQTT packets went by; numbers that only grow. Asked at each scrape, from any thread. */
@FunctionalInterface
public interface PacketCounts {

    /** Those of one type, one way. */
    long packets(Direction direction, Label type);
}
