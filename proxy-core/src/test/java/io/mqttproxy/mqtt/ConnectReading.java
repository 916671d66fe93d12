package io.mqttproxy.mqtt;

/** What became of bytes that should begin with a CONNECT. */
sealed interface ConnectReading {

    /** A CONNECT that was taken. */
    record Read(ConnectFacts facts) implements ConnectReading {}

    /**
     * Bytes that were not taken.
     *
     * @param why the same for all packets that are refused for the same reason
     */
    record Refused(String why) implements ConnectReading {}

    /** No verdict: the reader waits for more. */
    record Waiting() implements ConnectReading {}
}
