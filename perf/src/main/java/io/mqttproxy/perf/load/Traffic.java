package io.mqttproxy.perf.load;

/** What devices do. */
public enum Traffic {
    /** Connect, shake hands, send CONNECT, read CONNACK, close; and again. */
    CONNECT,
    /** Stay connected and publish what comes back. */
    PUBLISH,
    /** Connect and stay silent; the answer comes when all are connected. */
    HOLD,
    /** Close those who were held. */
    RELEASE
}
