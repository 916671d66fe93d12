package io.mqttproxy.deploy;

import static org.awaitility.Awaitility.await;

import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** What a real proxy exposes that has everything configured which brings metrics of its own. */
final class ScrapeOfEverything {

    private ScrapeOfEverything() {}

    /** The lines of one scrape. */
    static List<String> of(Path folder) {
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.issuing().issue(CertificateSpec.server().extension(responder()));
        TestCrl.write(
                folder.resolve("devices.crl"), pki.root().crl(), pki.issuing().crl());
        String yaml = """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      crl: {files: [devices.crl], distributionPoints: true}
                      ocsp: {mode: soft-fail, responder: "http://127.0.0.1:9/"}
                      stapling: true
                clusters:
                  brokers:
                    backends: ["127.0.0.1:1"]
                    selfTest: false
                logging: {access: "off"}
                metrics: {packets: true}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile());
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml)) {
            System.gc(); // Some meters of the collector appear with its first run.
            await().until(() -> proxy.get("/metrics").body().contains("jvm_gc_pause_seconds_sum"));
            return proxy.get("/metrics").body().lines().toList();
        }
    }

    /** Where nobody answers. */
    private static Extension responder() {
        GeneralName address = new GeneralName(GeneralName.uniformResourceIdentifier, "http://127.0.0.1:9/");
        AuthorityInformationAccess access = new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, address);
        try {
            return new Extension(Extension.authorityInfoAccess, false, access.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
