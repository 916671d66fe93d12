package io.mqttproxy.it;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** A proxy whose admin port speaks TLS, and curl and openssl as the other side. */
final class TlsAdminPort {

    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String TOKEN = "let-me-in";

    private final Path folder;
    private final TestPki pki;

    private TlsAdminPort(Path folder, TestPki pki) {
        this.folder = folder;
        this.pki = pki;
    }

    /** Makes certificates; nothing runs yet. */
    static TlsAdminPort in(Path folder) throws IOException {
        TlsAdminPort port = new TlsAdminPort(folder, TestPki.in(Files.createDirectory(folder.resolve("pki"))));
        Files.writeString(folder.resolve("token"), TOKEN);
        port.replace(port.server("localhost"));
        return port;
    }

    TestPki pki() {
        return pki;
    }

    /** A certificate for one more name that has some time to go, so that nobody warns of its end. */
    TestCertificate server(String name) {
        Instant now = Instant.now();
        return pki.issuing()
                .issue(CertificateSpec.server()
                        .dns(name)
                        .validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90))));
    }

    /** Writes the files of the bundle that is served. */
    void replace(TestCertificate server) throws IOException {
        Files.copy(server.certFile(), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(server.keyFile(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts; {@code tls}: more keys of admin.tls, each with a comma in front. */
    ProxyUnderTest start(String tls) {
        return ProxyUnderTest.exactly(folder, yaml("tls: {certificate: own" + tls + "}"));
    }

    /** Keys of admin.tls. */
    String mutual(String clientAuth, String more) {
        return ", clientAuth: " + clientAuth + ", caFile: " + pki.caFile() + more;
    }

    static String yaml(String tls) {
        return """
                certificates: {own: {certFile: tls.crt, keyFile: tls.key}}
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"], selfTest: false}}
                admin: {bind: "127.0.0.1:0", token: {file: token}, %s}
                logging: {access: "off"}
                reload: {certificates: 100ms}
                """.formatted(tls);
    }

    /** What curl gets: the body, and the status code on a line of its own. */
    ProgramResult curl(ProxyUnderTest proxy, String path, String... more) {
        String[] usual = {"-s", "-w", "\n%{http_code}", "--cacert", pki.caFile().toString(), url(proxy, path)};
        return RunningProgram.run(LIMIT, "curl", with(more, usual));
    }

    /** Options of curl. */
    static String[] showing(TestCertificate own, String... more) {
        return with(
                more,
                "--cert",
                own.certFile().toString(),
                "--key",
                own.keyFile().toString());
    }

    static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    /** What openssl says of a handshake. */
    ProgramResult openssl(ProxyUnderTest proxy, String... more) {
        return RunningProgram.run(LIMIT, "openssl", client(proxy, more));
    }

    private String[] client(ProxyUnderTest proxy, String... more) {
        return with(
                new String[] {
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + port(proxy),
                    "-CAfile",
                    pki.caFile().toString()
                },
                more);
    }

    /** What openssl says about a connection on which it sends this, the answer included. */
    String request(ProxyUnderTest proxy, String request, String... more) {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        ProgramResult result =
                RunningProgram.runWithInput(LIMIT, bytes, "openssl", client(proxy, with(more, "-ign_eof", "-tls1_3")));
        return result.stdout();
    }

    /** The names of the certificate that is shown. */
    String shownNames(ProxyUnderTest proxy) {
        byte[] pem = openssl(proxy, "-tls1_3").stdout().getBytes(StandardCharsets.US_ASCII);
        return RunningProgram.runWithInput(LIMIT, pem, "openssl", "x509", "-noout", "-ext", "subjectAltName")
                .stdout();
    }

    static String url(ProxyUnderTest proxy, String path) {
        return "https://127.0.0.1:" + port(proxy) + path;
    }

    static int port(ProxyUnderTest proxy) {
        return Objects.requireNonNull(proxy.server().adminAddress()).getPort();
    }

    static Socket connect(ProxyUnderTest proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(proxy));
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** Waits until the other side closes or resets it. */
    static void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw new AssertionError("the connection is still open", e);
            }
        }
    }
}
