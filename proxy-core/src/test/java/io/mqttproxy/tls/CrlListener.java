package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/** The listener {@code mqtts} of a configuration with the files {@code root.crl} and {@code issuing.crl}. */
final class CrlListener {

    private final Path folder;
    private final TestPki pki;

    /** Writes lists on which nobody stands. */
    CrlListener(Path folder, TestPki pki) {
        this.folder = folder;
        this.pki = pki;
        root(pki.root().crl());
        issuing(pki.issuing().crl());
    }

    /** Replaces the list of the root. */
    void root(TestCrl crl) {
        TestCrl.write(folder.resolve("root.crl"), crl);
    }

    /** Replaces the list of the CA that issues clients' certificates. */
    void issuing(TestCrl crl) {
        TestCrl.write(issuing(), crl);
    }

    /** The file of that list. */
    Path issuing() {
        return folder.resolve("issuing.crl");
    }

    static Handshake handshake(TestDevice device, LiveTls tls, String version) {
        return Handshake.between(
                device.engine(version),
                Objects.requireNonNull(tls.contexts("mqtts").get()));
    }

    /** Reads all files; they are looked at again every 100 ms once the caller begins that. */
    LiveTls live(TlsEngine engine, String whenExpired) throws Exception {
        TestCertificate server = pki.server();
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      crl: {files: [root.crl, issuing.crl], refresh: 100ms, whenExpired: %s}
                clusters:
                  brokers: {backends: ["127.0.0.1:1883"]}
                """.formatted(
                        server.certFile(), server.keyFile(), pki.caFile(), whenExpired));
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        LiveTls live = new LiveTls(config, engine, InstantSource.system());
        if (Objects.requireNonNull(Objects.requireNonNull(live.contexts("mqtts").get())
                                .select(null))
                        .context()
                instanceof ReferenceCountedOpenSslContext context) {
            // Netty gives out no tickets of its own once the JDK's engine was told to give out none, in this process.
            context.sessionContext()
                    .setTicketKeys(new OpenSslSessionTicketKey(new byte[16], new byte[16], new byte[16]));
        }
        return live;
    }
}
