package io.mqttproxy.quickstart;

import io.mqttproxy.Main;
import java.nio.file.Path;

/** The proxy itself, as {@code mqtt-proxy run -c proxy.yaml} starts it, but in the process of the brokers. */
final class ProxyInThisProcess implements ProxyRunner {

    @Override
    public int run(Path configuration) {
        return Main.run("run", "-c", configuration.toString());
    }
}
