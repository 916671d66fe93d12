package io.mqttproxy;

import static io.mqttproxy.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.Setting;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GenCertsCommandTest {
    /** A CONNECT of MQTT 3.1.1 with the client identifier "a" and a clean session. */
    private static final byte[] CONNECT = HexFormat.of().parseHex("100d00044d5154540402003c000161");

    private static final byte[] CONNACK = {0x20, 0x02, 0x00, 0x00};

    @TempDir
    private Path folder;

    @Test
    void writesEverythingWithKeysForTheirOwnerOnly() throws IOException {
        // when
        Result result = run("gen-certs", certs().toString(), "--device", "pump-7");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.err().lines())
                .containsExactlyElementsOf(
                        Stream.of("ca.pem", "ca.key", "ca.crl", "server.pem", "server.key", "pump-7.pem", "pump-7.key")
                                .map(name -> "wrote " + certs().resolve(name))
                                .toList());
        for (String name : List.of("ca.key", "server.key", "pump-7.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certs().resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void printsAConfigurationThatServesTheDevices() throws Exception {
        // given
        Result result = run("gen-certs", certs().toString());
        Path file = Files.writeString(folder.resolve("proxy.yaml"), result.out());
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            List<Setting> settings = List.of(
                    new Setting("listeners.mqtts.bind", "127.0.0.1:0"),
                    new Setting("clusters.brokers.backends[0]", "127.0.0.1:" + broker.port()),
                    new Setting("logging.access", "off"));
            try (ProxyServer proxy = ProxyServer.start(new ConfigLoader(Map.of(), settings).load(file));
                    SSLSocket device = connect(proxy.listenerAddress("mqtts").getPort(), "device-2")) {
                // when
                device.getOutputStream().write(CONNECT);

                // then
                assertThat(device.getInputStream().readNBytes(CONNACK.length)).isEqualTo(CONNACK);
                assertThat(new String(broker.awaitConnection(0).awaitConnect(), StandardCharsets.ISO_8859_1))
                        .contains("device-2"); // the user name that the configuration asks for
            }
        }
    }

    private SSLSocket connect(int port, String device) throws IOException {
        JdkSslContext context = (JdkSslContext) SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(certs().resolve("ca.pem").toFile())
                .keyManager(
                        certs().resolve(device + ".pem").toFile(),
                        certs().resolve(device + ".key").toFile())
                .build();
        SSLSocket socket = (SSLSocket) context.context().getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the address must be in the certificate
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    @RequiresProgram("openssl")
    void makesWhatOpensslBelieves() {
        // given
        run("gen-certs", certs().toString(), "--name", "mqtt.example.com", "--name", "192.0.2.1");

        // when
        ProgramResult server = verify("sslserver", "server.pem", "-verify_hostname", "mqtt.example.com");
        ProgramResult address = verify("sslserver", "server.pem", "-verify_ip", "192.0.2.1");
        ProgramResult other = verify("sslserver", "server.pem", "-verify_hostname", "localhost");
        ProgramResult device = verify("sslclient", "device-1.pem");
        ProgramResult mixedUp = verify("sslserver", "device-1.pem");

        // then
        assertThat(Stream.of(server, address, device)).allMatch(result -> result.exitCode() == 0);
        assertThat(Stream.of(other, mixedUp)).noneMatch(result -> result.exitCode() == 0);
    }

    private ProgramResult verify(String purpose, String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("verify", "-x509_strict", "-crl_check"));
        arguments.addAll(List.of(
                "-purpose", purpose, "-CAfile", certs().resolve("ca.pem").toString()));
        arguments.addAll(List.of("-CRLfile", certs().resolve("ca.crl").toString()));
        arguments.addAll(List.of(more));
        arguments.add(certs().resolve(file).toString());
        return RunningProgram.run(Duration.ofSeconds(10), "openssl", arguments.toArray(String[]::new));
    }

    @Test
    void replacesNothingWithoutBeingTold() throws IOException {
        // given
        Files.createDirectories(certs());
        Path precious = Files.writeString(certs().resolve("server.key"), "precious");

        // when
        Result refused = run("gen-certs", certs().toString());
        String after = Files.readString(precious);
        List<Path> files;
        try (Stream<Path> all = Files.list(certs())) {
            files = all.toList();
        }
        Result forced = run("gen-certs", certs().toString(), "--force");

        // then
        assertThat(refused)
                .isEqualTo(new Result(
                        1,
                        "",
                        "already there: " + precious + " (expected: another folder, or --force to replace it)"
                                + System.lineSeparator()));
        assertThat(after).isEqualTo("precious");
        assertThat(files).containsExactly(precious);
        assertThat(forced.exitCode()).isZero();
        assertThat(Files.readString(precious)).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--device=ca",
                "--device=server",
                "--device=../evil",
                "--device=",
                "--name=a:8883",
                "--name=a b",
                "--days=0",
                "--days=4000",
                "--days=x"
            })
    void refusesWhatMakesNoSense(String option) {
        // when
        Result result = run("gen-certs", certs().toString(), option);

        // then
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(option.substring(0, option.indexOf('=')));
        assertThat(certs()).doesNotExist();
    }

    @Test
    void saysThatTheFolderCannotBeWrittenTo() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("file"), "");

        // when
        Result result = run("gen-certs", file.resolve("certs").toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("cannot write: ").doesNotContain("\tat ");
    }

    private Path certs() {
        return folder.resolve("certs");
    }
}
