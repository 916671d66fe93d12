package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.HaproxyServer;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy and the proxy with the same certificate tell a broker the same about it. */
@RequiresProgram({"haproxy", "openssl"})
class CertificateNamesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-newkey rsa:2048 -sha256",
                "-newkey rsa:3072 -sha512",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha256",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-384 -sha384"
            })
    void signatureAndKeyHaveHaproxysNames(String kind) throws Exception {
        // given
        selfSigned(kind);
        SSLContext context = trusting();
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting().thenClosing());
                HaproxyServer haproxy = HaproxyServer.start("""
                        listen terminating
                            bind 127.0.0.1:$PORT ssl crt %s
                            server broker 127.0.0.1:%d send-proxy-v2 proxy-v2-options ssl,cert-sig,cert-key
                        """.formatted(folder.resolve("both.pem"), broker.port()));
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                        certificates: {default: {certFile: server.pem, keyFile: server.key}}
                        listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [default]}}}
                        clusters:
                          brokers:
                            backends: ["127.0.0.1:%d"]
                            proxyProtocol: {version: v2, tlvs: [ssl.key-alg, ssl.sig-alg]}
                        logging: {access: "off"}
                        """.formatted(broker.port()))) {
            // when
            List<String> theirs = certificateFields(context, haproxy.port(), broker, 0);
            List<String> ours = certificateFields(context, proxy.port(), broker, 1);

            // then
            assertThat(theirs).hasSize(2);
            assertThat(ours).isEqualTo(theirs);
        }
    }

    private static List<String> certificateFields(SSLContext context, int port, StubBroker broker, int connection) {
        try (Device device = Device.connect(context, port)) {
            device.send(Packets.connect311("d")).read(4);
            return certificateFields(broker.awaitConnection(connection).awaitProxyHeader());
        }
    }

    /** Fields 0x24 and 0x25 of an IPv4 header whose only field at the top is the one about TLS. */
    private static List<String> certificateFields(byte[] header) {
        int prefix = 16 + 12; // signature to length, addresses
        int insideTls = prefix + 3 + 5; // type and length, flags and result
        List<String> fields = new ArrayList<>();
        int at = insideTls;
        while (at < header.length) {
            int length = (header[at + 1] & 0xFF) << 8 | (header[at + 2] & 0xFF);
            if (header[at] == 0x24 || header[at] == 0x25) {
                fields.add(HexFormat.of().formatHex(header, at, at + 3 + length));
            }
            at += 3 + length;
        }
        fields.sort(null);
        return fields;
    }

    private void selfSigned(String kind) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"));
        arguments.addAll(List.of("-keyout", folder.resolve("server.key").toString()));
        arguments.addAll(List.of("-out", folder.resolve("server.pem").toString()));
        arguments.addAll(List.of(kind.split(" ", -1)));
        ProgramResult made = RunningProgram.run(LIMIT, "openssl", arguments.toArray(new String[0]));
        assertThat(made.exitCode()).as(made.stderr()).isZero();
        String certificate = Files.readString(folder.resolve("server.pem"));
        Files.writeString(folder.resolve("both.pem"), certificate + Files.readString(folder.resolve("server.key")));
    }

    private SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(folder.resolve("server.pem"))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
