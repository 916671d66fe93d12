package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.CrlConfig.WhenExpired;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlCheckTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate device;
    private List<IssuedCertificate> path;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.client("device-1");
        path = List.of(
                IssuedCertificate.of(device.certificate(), pki.issuing().certificate()),
                IssuedCertificate.of(pki.issuing().certificate(), pki.root().certificate()));
    }

    @Test
    void aListOfTheClientsIssuerIsNeededAndAListOfTheRootIsNot() throws Exception {
        assertThat(check(WhenExpired.REJECT, pki.issuing().crl())).isEqualTo(Verdict.GOOD);
        assertThat(check(WhenExpired.REJECT, pki.root().crl()).status()).isEqualTo(Verdict.Status.UNKNOWN);
        assertThat(check(WhenExpired.ACCEPT, pki.root().crl()).status()).isEqualTo(Verdict.Status.UNKNOWN);
    }

    @Test
    void revokedWinsOverUnknown() throws Exception {
        Verdict verdict = check(WhenExpired.REJECT, pki.root().crl(pki.issuing().certificate()));

        assertThat(verdict.status()).isEqualTo(Verdict.Status.REVOKED);
        assertThat(verdict.detail()).contains("CN=Test Root CA").endsWith("is revoked");
    }

    @Test
    void whatAListPastItsDateRevokesIsRevoked() throws Exception {
        TestCrl old = pki.issuing().crl(device.certificate()).expired();

        assertThat(check(WhenExpired.REJECT, old).status()).isEqualTo(Verdict.Status.REVOKED);
        assertThat(check(WhenExpired.ACCEPT, old).status()).isEqualTo(Verdict.Status.REVOKED);
    }

    @Test
    void aListPastItsDateOrOfTheFutureIsWorthWhatThePolicySays() throws Exception {
        Instant now = Instant.now();
        TestCrl past = pki.issuing().crl().expired();
        TestCrl future = pki.issuing().crl().dates(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)));

        assertThat(check(WhenExpired.REJECT, past).status()).isEqualTo(Verdict.Status.UNKNOWN);
        assertThat(check(WhenExpired.REJECT, future).status()).isEqualTo(Verdict.Status.UNKNOWN);
        assertThat(check(WhenExpired.ACCEPT, past)).isEqualTo(Verdict.GOOD);
        assertThat(check(WhenExpired.ACCEPT, future)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void theLatestListOfACaCounts() throws Exception {
        // given a certificate that was on hold and no longer is
        Instant now = Instant.now();
        TestCrl before = pki.issuing()
                .crl(device.certificate())
                .dates(now.minus(Duration.ofHours(2)), now.plus(Duration.ofDays(1)));

        // then
        assertThat(check(WhenExpired.REJECT, before, pki.issuing().crl())).isEqualTo(Verdict.GOOD);
        assertThat(check(WhenExpired.REJECT, pki.issuing().crl(), before)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aListOfOneDistributionPointSpeaksForItsCertificatesOnly() throws Exception {
        // given
        GeneralNames names = new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl.example.com/7.crl"));
        DistributionPointName name = new DistributionPointName(names);
        TestCrl shard = pki.issuing()
                .crl()
                .extension(Extension.create(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(name, false, false, null, false, false)));
        TestCertificate inShard = pki.issuing()
                .issue(CertificateSpec.client("device-2")
                        .extension(Extension.create(
                                Extension.cRLDistributionPoints,
                                false,
                                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)}))));
        IssuedCertificate covered =
                IssuedCertificate.of(inShard.certificate(), pki.issuing().certificate());

        // then
        assertThat(covered.crlLocations()).containsExactly("http://crl.example.com/7.crl");
        assertThat(new CrlCheck(WhenExpired.REJECT, false).check(List.of(covered), index(shard), Instant.now()))
                .isEqualTo(Verdict.GOOD);
        assertThat(check(WhenExpired.REJECT, shard).status()).isEqualTo(Verdict.Status.UNKNOWN);
    }

    @Test
    void aListForAuthoritiesSpeaksForOneThatStandsFirst() throws Exception {
        // given lists for devices and for CAs apart, and a CA that comes as a client
        X509Certificate authority = pki.issuing().certificate();
        path = List.of(IssuedCertificate.of(authority, pki.root().certificate()));
        TestCrl devices = pki.root().crl().extension(scope(true));
        TestCrl authorities = pki.root().crl(authority).extension(scope(false));

        // then
        assertThat(check(WhenExpired.REJECT, devices, authorities).status()).isEqualTo(Verdict.Status.REVOKED);
        assertThat(CrlCheck.revokes(path, index(devices, authorities))).isTrue();
        assertThat(check(WhenExpired.REJECT, devices).status()).isEqualTo(Verdict.Status.UNKNOWN);
    }

    private static Extension scope(boolean devices) throws IOException {
        return Extension.create(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, devices, !devices, null, false, false));
    }

    private Verdict check(WhenExpired whenExpired, TestCrl... crls) throws Exception {
        return new CrlCheck(whenExpired, false).check(path, index(crls), Instant.now());
    }

    private static CrlIndex index(TestCrl... crls) throws Exception {
        List<Crl> parsed = new ArrayList<>();
        for (TestCrl crl : crls) {
            parsed.addAll(CrlParser.parse(crl.der()));
        }
        return new CrlIndex(parsed);
    }
}
