/**
 * Real parts for the tests of every package: certificates made on the spot, Debian's mosquitto and its clients, HiveMQ
 * and Artemis inside the test's own process, a broker that records bytes, and the guard that fails a test class which
 * leaked a buffer.
 *
 * <p>Start reading at {@code TestPki} and {@code StubBroker}. Everything here listens on loopback only, on a port that
 * the kernel chose, and is gone after {@code close()}. A part that has to be installed is asked for with
 * {@link io.mqttproxy.testsupport.RequiresProgram}.
 */
@NullMarked
package io.mqttproxy.testsupport;

import org.jspecify.annotations.NullMarked;
