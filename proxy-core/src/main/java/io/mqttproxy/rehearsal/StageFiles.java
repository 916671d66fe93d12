package io.mqttproxy.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** The configuration of the proxy on stage and its keys, in a folder that only this user may look into; deleted at the end. */
final class StageFiles implements AutoCloseable {

    private static final List<String> NAMES = List.of("proxy.yaml", "ca.pem", "server.pem", "key.pem");

    private final Path folder;

    /** @param brokerPort on 127.0.0.1 */
    StageFiles(Authority authority, int brokerPort) throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("mqtt-proxy-rehearsal");
        try {
            write("ca.pem", pem("CERTIFICATE", authority.certificate()));
            write("server.pem", pem("CERTIFICATE", authority.issue("rehearsal.invalid")));
            write("key.pem", pem("PRIVATE KEY", authority.key()));
            write("proxy.yaml", configuration(brokerPort));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            close();
            throw e;
        }
    }

    Path configuration() {
        return folder.resolve("proxy.yaml");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String configuration(int brokerPort) {
        return """
                certificates:
                  default: {certFile: server.pem, keyFile: key.pem}
                listeners:
                  %s:
                    bind: 127.0.0.1:0
                    tls: {certificates: [default], clientAuth: required, caFile: ca.pem}
                    identity: {from: subject.cn}
                    connect: {username: "${identity}"}
                    limits: {handshakes: off}
                clusters:
                  broker: {backends: ["127.0.0.1:%d"], proxyProtocol: v2}
                logging: {access: off}
                transport: {eventLoops: 1}
                reload: {certificates: off}
                """.formatted(Rehearsal.LISTENER, brokerPort);
    }

    private static String pem(String kind, X509Certificate certificate) throws GeneralSecurityException {
        return pem(kind, certificate.getEncoded());
    }

    private static String pem(String kind, Key key) {
        return pem(kind, key.getEncoded());
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    @Override
    public void close() throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
