package io.mqttproxy.quickstart;

import java.nio.file.Path;

/** Runs the proxy. */
@FunctionalInterface
interface ProxyRunner {

    /**
     * Serves with this configuration until the process is told to stop.
     *
     * @return the exit code for the process, 0 = stopped in order
     * @throws Exception when the proxy could not even be tried to start
     */
    int run(Path configuration) throws Exception;
}
