package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates made as the guides of brokers tell their users to make them serve here unchanged: RSA keys, leaves of X.509
 * version 1, names in the common name only. Where a guide has its reader type answers, they are given with {@code -subj}.
 */
@RequiresProgram({"openssl", "mosquitto", "mosquitto_passwd", "mosquitto_pub"})
class CertificateRecipesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** EMQX's guide to two-way TLS. */
    private static final String EMQX = """
            openssl genrsa -out ca.key 2048
            openssl req -x509 -new -nodes -key ca.key -sha256 -days 3650 -out ca.pem -subj "/CN=My CA"
            openssl genrsa -out emqx.key 2048
            openssl req -new -key ./emqx.key -config openssl.cnf -out emqx.csr
            openssl x509 -req -in ./emqx.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out emqx.pem -days 3650 -sha256 -extensions v3_req -extfile openssl.cnf
            openssl genrsa -out client.key 2048
            openssl req -new -key client.key -out client.csr -subj "/C=CN/ST=Zhejiang/L=Hangzhou/O=EMQX/CN=client"
            openssl x509 -req -days 3650 -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out client.pem
            """;

    /** The configuration that goes with it; the address is the reader's. */
    private static final String EMQX_CONF = """
            [req]
            default_bits  = 2048
            distinguished_name = req_distinguished_name
            req_extensions = req_ext
            x509_extensions = v3_req
            prompt = no
            [req_distinguished_name]
            countryName = CN
            stateOrProvinceName = Zhejiang
            localityName = Hangzhou
            organizationName = EMQX
            commonName = CA
            [req_ext]
            subjectAltName = @alt_names
            [v3_req]
            subjectAltName = @alt_names
            [alt_names]
            IP.1 = 127.0.0.1
            DNS.1 = localhost
            """;

    /** NanoMQ's guide to one-way and two-way TLS; the broker's certificate has its name in the common name only. */
    private static final String NANOMQ = """
            openssl genrsa -out ca.key 2048
            openssl req -x509 -new -nodes -key ca.key -sha256 -days 3650 -out ca.pem -subj "/CN=My CA"
            openssl genrsa -out server.key 2048
            openssl req -new -key ./server.key -out server.csr -subj "/CN=localhost"
            openssl x509 -req -in ./server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 3650 -sha256
            openssl genrsa -out client-key.pem 2048
            openssl req -new -key client-key.pem -out client.csr -subj "/CN=client"
            openssl x509 -req -days 3650 -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out client.pem
            """;

    @TempDir
    private Path folder;

    private MosquittoBroker broker;

    @BeforeEach
    void startBroker() {
        broker = MosquittoBroker.anonymous();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void emqxsRecipeServesOneWayAndMutual(String host) throws IOException {
        Files.writeString(folder.resolve("openssl.cnf"), EMQX_CONF);
        follow(EMQX);

        assertServes("emqx.pem", "emqx.key", host, "client.key");
    }

    @Test
    void nanomqsRecipeServesOneWayAndMutual() {
        follow(NANOMQ);

        assertServes("server.pem", "server.key", "localhost", "client-key.pem");
    }

    @Test
    void nanomqsBridgeKeysReachABrokerThatRequiresThem() {
        // given the bridge's key with a password, as its key_password wants it
        follow(NANOMQ);
        follow("openssl rsa -aes256 -passout pass:yourpass -in client-key.pem -out key.pem");
        String listener = "cafile %1$s/ca.pem\ncertfile %1$s/server.pem\nkeyfile %1$s/server.key\n".formatted(folder)
                + "require_certificate true\nuse_identity_as_username true";
        try (MosquittoBroker remote = MosquittoBroker.start(listener, Map.of());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                        certificates:
                          bridge: {certFile: client.pem, keyFile: key.pem, keyPassword: yourpass}
                        listeners:
                          mqtt: {bind: "127.0.0.1:0"}
                        clusters:
                          emqx1:
                            backends: ["127.0.0.1:%d"]
                            tls: {caFile: ca.pem, certificate: bridge, serverName: localhost}
                        logging: {access: "off"}
                        """.formatted(remote.port()))) {
            // when
            ProgramResult published = MosquittoClients.publish(
                    "-h", "127.0.0.1", "-p", Integer.toString(proxy.port("mqtt")), "-i", "local", "-t", "t", "-m", "m");

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            remote.awaitLog(LIMIT, "u'client'");
        }
    }

    private void assertServes(String certFile, String keyFile, String host, String clientKey) {
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                certificates:
                  own: {certFile: %s, keyFile: %s}
                listeners:
                  one-way: {bind: "127.0.0.1:0", tls: {certificates: [own]}}
                  two-way:
                    bind: "127.0.0.1:0"
                    tls: {certificates: [own], clientAuth: required, caFile: ca.pem}
                    identity: {from: subject.cn}
                    connect: {username: "${identity}"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {access: "off"}
                """.formatted(certFile, keyFile, broker.port()))) {
            // when
            ProgramResult oneWay = publish(host, proxy.port("one-way"), "one-way");
            ProgramResult without = publish(host, proxy.port("two-way"), "without");
            ProgramResult twoWay = publish(
                    host, proxy.port("two-way"), "two-way", "--cert", file("client.pem"), "--key", file(clientKey));

            // then
            assertThat(oneWay.exitCode()).as(oneWay.stderr()).isZero();
            assertThat(without.exitCode()).isNotZero();
            assertThat(twoWay.exitCode()).as(twoWay.stderr()).isZero();
            broker.awaitLog(LIMIT, "as two-way");
            assertThat(broker.log())
                    .anyMatch(line -> line.contains("as two-way") && line.contains("u'client'"))
                    .anyMatch(line -> line.contains("as one-way"))
                    .noneMatch(line -> line.contains("as without"));
        }
    }

    private ProgramResult publish(String host, int port, String clientId, String... certificate) {
        List<String> arguments = new ArrayList<>(List.of("-h", host, "-p", Integer.toString(port), "-i", clientId));
        arguments.addAll(List.of("-t", "t", "-m", "m", "-q", "1", "--cafile", file("ca.pem")));
        arguments.addAll(List.of(certificate));
        return MosquittoClients.publish(arguments.toArray(new String[0]));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void follow(String recipe) {
        ProgramResult result = RunningProgram.run(LIMIT, "sh", "-ec", "cd '" + folder + "'\n" + recipe);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }
}
