/**
 * A proxy's rehearsal before its ports open: clients and a broker of its own, on loopback, for a second or two.
 *
 * <p>Java interprets code that it has not run before, and a proxy is busiest in its first seconds, when a whole fleet
 * reconnects. So handshakes, verification of certificates, CONNECTs and messages are played through beforehand, with keys
 * that are made for it and thrown away. Nothing here is reachable from outside, and nothing here is of a configuration.
 *
 * <p>Start reading at {@link io.mqttproxy.rehearsal.Rehearsal}.
 */
@NullMarked
package io.mqttproxy.rehearsal;

import org.jspecify.annotations.NullMarked;
