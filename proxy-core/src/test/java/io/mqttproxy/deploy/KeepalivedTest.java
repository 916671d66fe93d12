package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.Rate;
import io.mqttproxy.config.ShutdownConfig;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pair of machines: the check against a real proxy, and what its configuration has to agree with. */
class KeepalivedTest {

    private static final String TEXT = DeployFolder.read("keepalived/keepalived.conf");
    private static final String YAML = """
            listeners: {mqtt: {bind: "127.0.0.1:0"}}
            clusters: {brokers: {backends: ["127.0.0.1:1"], selfTest: false}}
            logging: {access: "off"}
            """;

    @TempDir
    private Path folder;

    @Test
    @RequiresProgram("bash")
    void theMachineWhoseProxyIsReadyMayHaveTheAddress() throws Exception {
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, YAML)) {
            assertThat(check(adminPort(proxy))).isZero();
        }
    }

    @Test
    @RequiresProgram("bash")
    void aProxyThatDrainsGivesItUpWhileItStillAccepts() throws Exception {
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, YAML)) {
            // when
            CompletableFuture<Void> drained = proxy.server()
                    .drain(new ShutdownConfig(Duration.ofMinutes(5), new Rate(500), Duration.ofMinutes(5)));

            // then
            assertThat(check(adminPort(proxy))).isEqualTo(1);
            assertThat(drained).isNotDone();
        }
    }

    @Test
    void theAddressMovesBeforeTheListenersOfADrainingProxyClose() {
        // of the proxy: two checks that fail, and the three seconds and a bit that VRRP waits for its master
        int unnoticed = number("interval") * number("fall") + 4 * number("advert_int");

        assertThat(Duration.ofSeconds(unnoticed)).isLessThan(ShutdownConfig.DEFAULTS.readinessGrace());
    }

    @Test
    void theAddressStaysWhereItIsWhenBothAreTheSame() {
        // with nopreempt a lower priority moves nothing, and without the weight nobody has it when no broker is there
        assertThat(TEXT)
                .contains("mqtt_proxy_ready weight -20", "state BACKUP")
                .doesNotContainPattern("(?m)^ *nopreempt");
    }

    private static int number(String keyword) {
        Matcher value = Pattern.compile("(?m)^ +" + keyword + " ([0-9]+)$").matcher(TEXT);
        assertThat(value.find()).as(keyword).isTrue();
        return Integer.parseInt(value.group(1));
    }

    private static int adminPort(ProxyUnderTest proxy) {
        return Objects.requireNonNull(proxy.server().adminAddress()).getPort();
    }

    private int check(int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        DeployFolder.file("keepalived/check-mqtt-proxy").toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "said", "").toFile());
        builder.environment().put("ADMIN_PORT", String.valueOf(port));
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
