package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.selftest.Finding;
import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.HiveMqBroker;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device with nothing but a certificate publishes through the proxy, and the broker names the device: with both sides
 * configured as the pages in docs/brokers say.
 */
@RequiresProgram({"mosquitto", "mosquitto_passwd", "mosquitto_pub"})
class BrokerRecipesIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void mosquittoLogsTheNameOfTheCertificate() throws Exception {
        // given the page's settings, without those that the test's broker brings along
        String settings =
                Recipe.block("mosquitto", "conf").replaceAll("(?m)^(listener|password_file|acl_file) .*\n", "");
        try (MosquittoBroker broker = MosquittoBroker.start(settings, Map.of("device-a", Recipe.PASSWORD));
                Recipe recipe = Recipe.serve(folder, "mosquitto", broker.port())) {
            // when
            ProgramResult published = recipe.publish("device-a", "sensor-1");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            broker.awaitLog(LIMIT, "u'device-a'");
            assertThat(broker.log()).noneMatch(line -> line.contains("u'admin'"));
            assertThat(ProxyServer.probe(recipe.config()))
                    .allMatch(Finding::fine)
                    .allMatch(finding -> finding.text().contains("refuses a client without an account"));
        }
    }

    @Test
    void artemisKnowsTheNameOfTheCertificateAndTheDevicesAddress() throws Exception {
        // given
        Matcher uri = Pattern.compile(">(tcp:.*?)<").matcher(Recipe.block("artemis", "xml"));
        assertThat(uri.find()).isTrue();
        try (ArtemisBroker broker = ArtemisBroker.withAcceptor(uri.group(1));
                Recipe recipe = Recipe.serve(folder, "artemis", broker.port())) {
            // when
            ProgramResult published = recipe.publish("device-a", "sensor-1");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            assertThat(broker.seen("sensor-1"))
                    .hasValueSatisfying(seen -> assertThat(seen.username()).isEqualTo("device-a"))
                    .hasValueSatisfying(seen -> assertThat(seen.remoteAddress()).startsWith("127.0.0.1:"));
            assertThat(ProxyServer.probe(recipe.config()))
                    .extracting(Finding::text)
                    .containsExactly("takes clients behind a PROXY v2 header");
        }
    }

    @Test
    void hiveMqSeesTheNameOfTheCertificateAndItsSerialNumber() throws Exception {
        // given
        try (HiveMqBroker broker = HiveMqBroker.withListeners(Recipe.block("hivemq", "xml"));
                Recipe recipe = Recipe.serve(folder, "hivemq", broker.port())) {
            // when a device even claims a serial number
            ProgramResult published = recipe.publish(
                    "device-a", "sensor-1", "-V", "5", "-D", "connect", "user-property", "x-device-serial", "forged");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            HiveMqBroker.SeenClient seen = broker.awaitSeen("sensor-1");
            assertThat(seen.username()).isEqualTo("device-a");
            assertThat(seen.userProperties()).singleElement().asString().matches("x-device-serial=[0-9a-f]+");
            assertThat(seen.userProperties()).doesNotContain("x-device-serial=forged");
            assertThat(ProxyServer.probe(recipe.config())).allMatch(Finding::fine);
        }
    }
}
