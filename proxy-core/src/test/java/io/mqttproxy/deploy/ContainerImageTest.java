package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.RequiresProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile as text, for want of an engine, and its health check against a real proxy. */
class ContainerImageTest {

    private static final List<String> LINES =
            DeployFolder.read("docker/Dockerfile").lines().toList();

    @TempDir
    private Path folder;

    @Test
    void everythingThatItCopiesFromTheSourceTreeIsThere() {
        List<String> copied = LINES.stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.split(" ", -1)[1])
                .toList();

        assertThat(copied).isNotEmpty().allSatisfy(file -> assertThat(DeployFolder.TOP.resolve(file))
                .exists());
    }

    @Test
    void runsAsAUserWhoseNumberIsKnown() {
        assertThat(LINES).contains("USER 10001:10001");
        assertThat(LINES.indexOf("USER 10001:10001"))
                .as("nothing is written to the image as that user")
                .isGreaterThan(last("RUN "))
                .isGreaterThan(last("COPY "));
    }

    @Test
    void becomesTheProxySoThatItGetsTheSignal() {
        assertThat(LINES)
                .contains("STOPSIGNAL SIGTERM")
                .contains("ENTRYPOINT [\"/opt/mqtt-proxy/bin/mqtt-proxy\"]")
                .contains("CMD [\"run\", \"-c\", \"/etc/mqtt-proxy/proxy.yaml\"]");
    }

    @Test
    void theLastImageHasNoCompiler() {
        assertThat(LINES.get(last("FROM "))).isEqualTo("FROM ${RUN_IMAGE}");
        assertThat(LINES).anyMatch(line -> line.matches("ARG RUN_IMAGE=.*-jre"));
    }

    @Test
    @RequiresProgram("bash")
    void theHealthCheckBelievesAProxyThatLives() throws Exception {
        String yaml = """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"], selfTest: false}}
                logging: {access: "off"}
                """;
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml)) {
            int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();

            assertThat(healthcheck(port)).isZero();
        }
    }

    @Test
    @RequiresProgram("bash")
    void theHealthCheckDoesNotBelieveAnybodyElse() throws Exception {
        // given somebody who answers that he cannot
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(other));

            // then
            assertThat(healthcheck(other.getLocalPort())).isEqualTo(1);
            answered.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    @RequiresProgram("bash")
    void theHealthCheckDoesNotBelieveAPortThatIsClosed() throws Exception {
        assertThat(healthcheck(FreePort.find())).isEqualTo(1);
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept();
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
                assertThat(line).doesNotContain("POST");
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int healthcheck(int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        DeployFolder.file("docker/healthcheck").toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "said", "").toFile());
        builder.environment().put("ADMIN_PORT", String.valueOf(port));
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static int last(String start) {
        int last = -1;
        for (int i = 0; i < LINES.size(); i++) {
            last = LINES.get(i).startsWith(start) ? i : last;
        }
        return last;
    }
}
