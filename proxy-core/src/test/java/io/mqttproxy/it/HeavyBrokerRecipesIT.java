package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.selftest.Finding;
import io.mqttproxy.testsupport.EjabberdBroker;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RabbitMqBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link BrokerRecipesIT}, for brokers that are heavy to install and slow to start. */
@Tag("heavy")
class HeavyBrokerRecipesIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    @RequiresProgram({"rabbitmq-server", "epmd", "mosquitto_pub"})
    void rabbitMqAuthenticatesTheNameOfTheCertificate() throws Exception {
        try (RabbitMqBroker broker =
                        RabbitMqBroker.start(Recipe.block("rabbitmq", "conf"), Recipe.block("rabbitmq", "json"));
                Recipe recipe = Recipe.serve(folder, "rabbitmq", broker.port())) {
            // when
            ProgramResult published = recipe.publish("device-a", "sensor-1");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            broker.awaitLog(LIMIT, "User 'device-a' authenticated successfully");
            broker.awaitLog(LIMIT, "client id: sensor-1");

            // and the probe is right about it, and about the header that is missing
            assertThat(ProxyServer.probe(recipe.config()))
                    .extracting(Finding::text)
                    .containsExactly("speaks MQTT behind a PROXY v2 header and refuses a client without an account"
                            + " (CONNACK with return code 4)");
            assertThat(probeWithout("    proxyProtocol: v2\n"))
                    .extracting(Finding::text)
                    .containsExactly("closed the connection without a PROXY header and takes clients behind a PROXY v2"
                            + " header: proxyProtocol: v2 here, or take back mqtt.proxy_protocol = true in"
                            + " rabbitmq.conf there");
        }
    }

    @Test
    @RequiresProgram({"ejabberdctl", "erl", "mosquitto_pub"})
    void ejabberdOpensASessionForTheNameOfTheCertificate() throws Exception {
        try (EjabberdBroker broker =
                        EjabberdBroker.start(Recipe.block("ejabberd", "yml"), "device-a", Recipe.PASSWORD);
                Recipe recipe = Recipe.serve(folder, "ejabberd", broker.port())) {
            // when
            ProgramResult published = recipe.publish("device-a", "sensor-1", "-V", "5");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            broker.awaitLog(LIMIT, "Opened MQTT session for device-a@localhost/sensor-1");
            broker.awaitLog(LIMIT, "Accepted proxied connection 127.0.0.1:");
            assertThat(ProxyServer.probe(recipe.config())).allMatch(Finding::fine);
            assertThat(probeWithout("    proxyProtocol: v2\n"))
                    .allMatch(finding -> !finding.fine() && finding.text().contains("proxyProtocol: v2 here"));
        }
    }

    /** Probes with the recipe's proxy.yaml without some lines of it. */
    private List<Finding> probeWithout(String lines) throws Exception {
        String yaml = Files.readString(folder.resolve("proxy.yaml"));
        assertThat(yaml).contains(lines);
        Path file = Files.writeString(folder.resolve("other.yaml"), yaml.replace(lines, ""));
        return ProxyServer.probe(new ConfigLoader(Map.of()).load(file));
    }
}
