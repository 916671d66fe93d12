package io.mqttproxy.image;

import java.io.IOException;
import java.util.List;

/**
 * A way to start an unpacked image as it asks to be: with its user, folder, environment and command; without any capability,
 * its root read-only, {@code /tmp} in memory, on the network of the machine. It takes root to do so.
 */
interface Engine {

    /** The command that becomes the container. */
    List<String> start() throws IOException;

    /**
     * One more command in it, as the health check is.
     *
     * @param adminPort for the variable {@code ADMIN_PORT}
     */
    List<String> inside(String adminPort, List<String> command);
}
