package io.mqttproxy.quickstart;

import java.nio.file.Path;

/** Starts the proxy. */
@FunctionalInterface
interface ProxyStarter {

    /**
     * Returns when the proxy serves; it ends with the process.
     *
     * @param configuration a proxy.yaml
     * @throws QuickstartException when it did not start
     */
    void start(Path configuration) throws QuickstartException;
}
