package io.mqttproxy.quickstart;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.StartException;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.Problem;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The proxy itself, as {@code mqtt-proxy run -c proxy.yaml} starts it, but in the process of the brokers. */
final class ProxyInThisProcess implements ProxyStarter {

    @Override
    @SuppressWarnings({"resource", "MustBeClosed"}) // the end of the process closes it, and faster
    public void start(Path configuration) throws QuickstartException {
        try {
            ProxyServer unused = ProxyServer.start(new ConfigLoader(System.getenv()).load(configuration));
        } catch (ConfigException e) {
            throw new QuickstartException(
                    e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        } catch (StartException e) {
            throw new QuickstartException(String.valueOf(e.getMessage()));
        }
    }
}
