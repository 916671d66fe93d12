package io.mqttproxy.relay;

import java.time.Duration;

/**
 * How long the steps from the CONNECT on may take.
 *
 * @param backend from a complete CONNECT to a connected backend, and from there to its CONNACK
 * @param idleFactor how many keep-alives of silence end a connection
 */
public record Timeouts(Duration backend, double idleFactor) {}
