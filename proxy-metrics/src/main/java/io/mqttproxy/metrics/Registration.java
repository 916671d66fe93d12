package io.mqttproxy.metrics;

/** Meters of something that may leave while the process goes on. */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Takes them out of the exposition; does nothing the second time. */
    @Override
    void close();
}
