package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mosquitto_pub with a client certificate, through the proxy, into a mosquitto that lets nobody in without a password. */
@RequiresProgram({"mosquitto", "mosquitto_passwd", "mosquitto_pub"})
class VerifiedIdentityToMosquittoIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PASSWORD = "between-proxy-and-broker";

    @TempDir
    private Path folder;

    private TestPki pki;
    private MosquittoBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void startBrokerAndProxy() throws Exception {
        pki = TestPki.in(folder);
        broker = MosquittoBroker.withPasswords(Map.of("device-a", PASSWORD));
        Files.writeString(folder.resolve("broker-password"), PASSWORD + "\n");
        proxy = ProxyUnderTest.mutual(folder, pki, """
                identity: {from: subject.cn}
                connect:
                  username: "${identity}"
                  password: {file: broker-password}
                """, "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void acceptsADeviceOnlyBecauseItsCommonNameBecomesTheUserName() {
        // given a device that has a certificate and no password of its own
        TestCertificate device = pki.client("device-a");

        // when
        ProgramResult published = publish(device, "-i", "sensor-1", "-V", "5");

        // then
        assertThat(published.exitCode()).as(published.stderr()).isZero();
        broker.awaitLog(LIMIT, "u'device-a'");
        assertThat(broker.log()).anyMatch(line -> line.contains("as sensor-1") && line.contains("u'device-a'"));
    }

    @Test
    void putsTheVerifiedNameInPlaceOfTheOneThatTheClientClaims() {
        // given
        TestCertificate device = pki.client("device-a");

        // when
        ProgramResult published = publish(device, "-i", "liar", "-u", "admin", "-P", "guess");

        // then
        assertThat(published.exitCode()).as(published.stderr()).isZero();
        assertThat(broker.log()).anyMatch(line -> line.contains("as liar") && line.contains("u'device-a'"));
        assertThat(broker.log()).noneMatch(line -> line.contains("u'admin'"));
    }

    @Test
    void passesTheBrokersRefusalOnForADeviceThatTheBrokerDoesNotKnow() {
        // given a certificate that the proxy trusts, for a name without an account
        TestCertificate device = pki.client("device-z");

        // when
        ProgramResult published = publish(device, "-i", "sensor-2", "-V", "mqttv311");

        // then
        assertThat(published.exitCode()).isNotZero();
        assertThat(published.stderr() + published.stdout()).containsIgnoringCase("not authorised");
    }

    @Test
    void refusesADeviceWithoutACertificateInTheHandshake() {
        // when
        ProgramResult published = publish(null, "-i", "nobody", "-u", "device-a", "-P", PASSWORD);

        // then
        assertThat(published.exitCode()).isNotZero();
        assertThat(broker.log()).noneMatch(line -> line.contains("nobody"));
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"no_cert\"");
    }

    @Test
    void refusesADeviceOfAnotherAuthorityInTheHandshake() {
        // given
        TestAuthority stranger = pki.stranger();

        // when
        ProgramResult published = publish(stranger.client("device-a"), "-i", "stranger");

        // then
        assertThat(published.exitCode()).isNotZero();
        assertThat(broker.log()).noneMatch(line -> line.contains("stranger"));
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"cert_untrusted\"");
    }

    private ProgramResult publish(@Nullable TestCertificate certificate, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "-h",
                "localhost",
                "-p",
                Integer.toString(proxy.port()),
                "--cafile",
                pki.caFile().toString(),
                "-t",
                "sensors/1",
                "-m",
                "21.5",
                "-q",
                "1"));
        if (certificate != null) {
            arguments.addAll(List.of(
                    "--cert",
                    certificate.certFile().toString(),
                    "--key",
                    certificate.keyFile().toString()));
        }
        arguments.addAll(List.of(more));
        return MosquittoClients.publish(arguments.toArray(new String[0]));
    }
}
