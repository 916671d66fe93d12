package io.mqttproxy;

import static io.mqttproxy.CommandLineTest.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says beyond errors, and what {@code check --probe} does. */
@Timeout(60)
class CheckProbeTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhatHasNoEffectAndStillPasses() throws IOException {
        // given
        Path file = plain(1, "profile: mosquitto", "proxyProtocol: {version: v2, tlvs: [ssl, alpn]}");

        // when
        Result result = run("check", "-c", file.toString());

        // then
        assertThat(result)
                .isEqualTo(new Result(
                        0,
                        file + ": ok" + System.lineSeparator(),
                        "warning: " + file + ":3:3 clusters.brokers: the TLVs alpn have no effect: mosquitto does not"
                                + " read them" + System.lineSeparator()));
    }

    @Test
    void triesTheBackendsWhenAsked() throws IOException {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            // given
            Path file = plain(broker.port(), "proxyProtocol: v1");

            // when
            Result result = run("check", "--probe", "-c", file.toString());

            // then
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines())
                    .containsExactly(
                            file + ": ok",
                            "backend 127.0.0.1:" + broker.port()
                                    + " of cluster brokers takes clients behind a PROXY v1 header");
            assertThat(broker.awaitConnection(0).awaitProxyHeader())
                    .startsWith("PROXY TCP4 127.0.0.1 ".getBytes(US_ASCII));
        }
    }

    @Test
    void failsWhenABackendCannotBeUsed() throws IOException {
        // given
        int gone = FreePort.find();
        Path file = plain(gone);

        // when
        Result result = run("check", "--probe", "-c", file.toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(file + ": ok" + System.lineSeparator());
        assertThat(result.err())
                .startsWith("backend 127.0.0.1:" + gone + " of cluster brokers refuses the TCP connection")
                .doesNotContain("\tat ");
    }

    private Path plain(int backend, String... cluster) throws IOException {
        return Files.writeString(folder.resolve("proxy.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters:
                  brokers:
                    backends: ["127.0.0.1:%d"]
                %s
                logging: {access: "off"}
                """.formatted(
                        backend, String.join("\n", cluster).indent(4)));
    }
}
