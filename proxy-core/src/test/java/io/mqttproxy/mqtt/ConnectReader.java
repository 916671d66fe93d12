package io.mqttproxy.mqtt;

/** Somebody's implementation of MQTT, asked about one packet after the other. Used by one thread. */
interface ConnectReader {

    /** The name for messages and tables. */
    String name();

    /** Reads bytes as the first ones of a connection; what stands behind the CONNECT is ignored. */
    ConnectReading read(byte[] bytes);
}
