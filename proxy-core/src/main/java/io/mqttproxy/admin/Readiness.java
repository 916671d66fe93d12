package io.mqttproxy.admin;

import java.util.List;

/** Whether this proxy should get new connections; asked for each probe, from the admin event loop. */
@FunctionalInterface
public interface Readiness {

    /**
     * One thing that has to hold.
     *
     * @param name what is looked at, for example {@code cluster brokers}
     * @param ok whether it holds
     * @param detail why, in a few words
     */
    record Check(String name, boolean ok, String detail) {}

    /** All checks; the proxy is ready when every one of them holds. */
    List<Check> checks();
}
