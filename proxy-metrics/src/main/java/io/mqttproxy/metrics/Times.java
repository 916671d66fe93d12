package io.mqttproxy.metrics;

/** A histogram of durations. For any thread. */
interface Times {

    /**
     * Takes one in.
     *
     * @param connection the id of the connection that it is about, as the access log has it
     */
    void record(long nanos, String connection);

    /** Takes the series out of the exposition. */
    void remove();
}
