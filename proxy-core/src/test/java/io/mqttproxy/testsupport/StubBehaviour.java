package io.mqttproxy.testsupport;

import java.util.function.UnaryOperator;

/**
 * What a {@link StubBroker} does with a connection once its CONNECT is whole.
 *
 * @param answer from the CONNECT's bytes to those sent back; none = nothing is sent
 * @param closes whether the connection is closed after that
 * @param echoes whether everything behind the CONNECT is sent back as it comes
 */
public record StubBehaviour(UnaryOperator<byte[]> answer, boolean closes, boolean echoes) {

    private static final int MQTT_5 = 5;

    /** Accepts every CONNECT with a CONNACK of its own version. */
    public static StubBehaviour accepting() {
        return new StubBehaviour(StubBehaviour::accepted, false, false);
    }

    /** Sends these bytes back, usually a CONNACK. */
    public static StubBehaviour answering(byte... bytes) {
        byte[] copy = bytes.clone();
        return new StubBehaviour(connect -> copy.clone(), false, false);
    }

    /** Never sends anything. */
    public static StubBehaviour silent() {
        return answering();
    }

    /** Closes the connection without an answer. */
    public static StubBehaviour closing() {
        return silent().thenClosing();
    }

    /** The same, and what follows the CONNECT is echoed. */
    public StubBehaviour thenEchoing() {
        return new StubBehaviour(answer, false, true);
    }

    /** The same, and then the connection is closed. */
    public StubBehaviour thenClosing() {
        return new StubBehaviour(answer, true, false);
    }

    private static byte[] accepted(byte[] connect) {
        return ClientStart.protocolLevel(connect) == MQTT_5
                ? new byte[] {
                    0x20, // CONNACK
                    0x03, // Remaining Length
                    0x00, // no session present
                    0x00, // Success
                    0x00, // no properties
                }
                : new byte[] {
                    0x20, // CONNACK
                    0x02, // Remaining Length
                    0x00, // no session present
                    0x00, // Connection Accepted
                };
    }
}
