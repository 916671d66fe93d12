package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspLocationsTest {

    @TempDir
    private Path folder;

    @Test
    void takesTheAddressesOfRespondersAndNothingElse() throws Exception {
        assertThat(locations(new DERSequence(new ASN1Encodable[] {
                    ocsp(new GeneralName(GeneralName.dNSName, "ocsp.example.com")),
                    new AccessDescription(AccessDescription.id_ad_caIssuers, uri("http://ca.example.com/")),
                    ocsp(uri("ldap://ldap.example.com/")),
                    ocsp(uri("http://ocsp.example.com/"))
                })))
                .containsExactly("ldap://ldap.example.com/", "http://ocsp.example.com/");
    }

    @Test
    void takesFourAtMost() throws Exception {
        ASN1Encodable[] many =
                Collections.nCopies(5, ocsp(uri("http://ocsp.example.com/"))).toArray(new ASN1Encodable[0]);

        assertThat(locations(new DERSequence(many))).hasSize(4);
    }

    @Test
    void findsNoneInADamagedExtension() throws Exception {
        assertThat(locations(DERNull.INSTANCE)).isEmpty();
        assertThat(OcspLocations.of(TestPki.in(folder).server().certificate())).isEmpty();
    }

    @Test
    void asksTheFirstThatSpeaksHttp() {
        assertThat(OcspLocations.responder(
                        List.of("not a URI", "https://a.example.com/", "http:///b", "http://c.example.com:8080/path")))
                .contains(URI.create("http://c.example.com:8080/path"));
        assertThat(OcspLocations.responder(List.of("ldap://a.example.com/", "file:///etc/passwd")))
                .isEmpty();
    }

    private List<String> locations(ASN1Encodable value) throws Exception {
        Extension access = Extension.create(Extension.authorityInfoAccess, false, value);
        return OcspLocations.of(TestPki.in(folder)
                .issuing()
                .issue(CertificateSpec.server().extension(access))
                .certificate());
    }

    private static AccessDescription ocsp(GeneralName location) {
        return new AccessDescription(AccessDescription.id_ad_ocsp, location);
    }

    private static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }
}
