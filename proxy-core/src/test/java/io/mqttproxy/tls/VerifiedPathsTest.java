package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedPathsTest {

    private static final int DEPTH = 3;

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private TestPki pki;
    private VerifiedPaths paths;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
        paths = trusting(pki.root().certificate());
    }

    private VerifiedPaths trusting(X509Certificate... anchors) {
        return trusting(DEPTH, anchors);
    }

    private VerifiedPaths trusting(int depth, X509Certificate... anchors) {
        return new VerifiedPaths(
                new PathVerifier(Set.of(anchors), depth, SignatureEngine.best(), now::get), depth, now::get);
    }

    @Test
    void tellsThePathAndRemembersIt() throws Exception {
        // given
        TestCertificate device = pki.client("device-1");

        // when
        VerifiedPath first = paths.of(chain(device.chain()));
        VerifiedPath again = paths.of(chain(device.chain()));

        // then
        assertThat(first.certificates())
                .extracting(IssuedCertificate::serial)
                .containsExactly(
                        device.certificate().getSerialNumber(),
                        pki.issuing().certificate().getSerialNumber());
        assertThat(first.certificates())
                .extracting(IssuedCertificate::issuer)
                .containsExactly(pki.issuing().certificate(), pki.root().certificate());
        assertThat(first.notAfter())
                .isEqualTo(device.certificate().getNotAfter().toInstant());
        assertThat(again).isSameAs(first);
    }

    @Test
    void sharesTheParsedIntermediateAmongDevices() throws Exception {
        VerifiedPath one = paths.of(chain(pki.client("device-1").chain()));
        VerifiedPath other = paths.of(chain(pki.client("device-2").chain()));

        assertThat(other.certificates().get(0).issuer())
                .isSameAs(one.certificates().get(0).issuer());
    }

    @Test
    void sharesAllButTheClientsOwnSerialNumber() throws Exception {
        // given
        String crl = "http://crl.example.com/issuing.crl";
        String ocsp = "http://ocsp.example.com/";

        // when
        IssuedCertificate[] path = path("device-1", crl, ocsp);
        IssuedCertificate[] other = path("device-2", crl, ocsp);

        // then
        assertThat(other[0].serial()).isNotEqualTo(path[0].serial());
        assertThat(other[0].crlLocations()).isSameAs(path[0].crlLocations()).containsExactly(crl);
        assertThat(other[0].ocspLocations()).isSameAs(path[0].ocspLocations()).containsExactly(ocsp);
        assertThat(other[1]).isSameAs(path[1]);
    }

    private IssuedCertificate[] path(String name, String crl, String ocsp) throws GeneralSecurityException {
        TestCertificate device = pki.issuing()
                .issue(CertificateSpec.client(name).crlLocation(crl).ocspLocation(ocsp));
        return paths.of(chain(device.chain())).certificates().toArray(new IssuedCertificate[0]);
    }

    @Test
    void forgetsAPathOnceACertificateOfItIsOutOfDate() throws Exception {
        // given
        X509Certificate[] chain = chain(pki.client("device-1").chain());
        paths.of(chain);

        // when
        now.set(Instant.now().plus(Duration.ofDays(2)));

        // then
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> paths.of(chain))
                .matches(ClientTrust::outOfDate);

        // and a clock that was wrong and is right again
        now.set(Instant.now());
        assertThat(paths.of(chain).certificates()).hasSize(2);
    }

    @Test
    void neverTakesARefusalForAnAcceptance() {
        X509Certificate[] chain = chain(pki.stranger().client("device-1").chain());

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> paths.of(chain));
        }
    }

    @Test
    void aChangedLeafUnderAKnownChainIsVerifiedAnew() throws Exception {
        // given
        TestCertificate known = pki.client("device-1");
        paths.of(chain(known.chain()));
        X509Certificate forged = pki.stranger()
                .intermediate("Test Issuing CA")
                .client("device-1")
                .certificate();

        // then
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() ->
                        paths.of(new X509Certificate[] {forged, known.chain().get(1)}));
    }

    @Test
    void findsThePathInAnyOrderAndAmongStrangers() throws Exception {
        // given
        TestCertificate device = pki.issuing().intermediate("Second Issuing CA").client("device-1");
        List<X509Certificate> mixed =
                new ArrayList<>(device.chain().subList(1, device.chain().size()));
        Collections.reverse(mixed);
        mixed.add(0, device.certificate());
        mixed.add(pki.root().certificate());
        List<X509Certificate> withStranger = new ArrayList<>(device.chain());
        withStranger.add(1, pki.stranger().certificate());

        // then
        assertThat(paths.of(chain(mixed)).certificates()).hasSize(3);
        assertThat(paths.of(chain(withStranger)).certificates()).hasSize(3);
    }

    @Test
    void countsIntermediatesAgainstTheDepth() {
        TestCertificate device = pki.issuing()
                .intermediate("CA 2")
                .intermediate("CA 3")
                .intermediate("CA 4")
                .client("device-1");

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> paths.of(chain(device.chain())))
                .withMessage("more intermediates than verifyDepth 3");
    }

    @Test
    void letsNobodyBehindAnIntermediateInWithDepthZero() throws Exception {
        // given
        VerifiedPaths direct = trusting(0, pki.root().certificate());
        TestCertificate behind = pki.client("device-1");
        TestCertificate issuedByTheAnchor = pki.root().client("device-2");

        // then
        assertThat(direct.of(chain(issuedByTheAnchor.chain())).certificates()).hasSize(1);
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> direct.of(chain(behind.chain())))
                .withMessage("more intermediates than verifyDepth 0");
    }

    @Test
    void takesAnIntermediateForAnAnchorWhereItIsOne() throws Exception {
        VerifiedPaths partial = trusting(pki.issuing().certificate());

        assertThat(partial.of(chain(pki.client("device-1").chain())).certificates())
                .singleElement()
                .extracting(IssuedCertificate::issuer)
                .isEqualTo(pki.issuing().certificate());
    }

    @Test
    void aCertificateThatIsItselfInTheCaFileHasNoPathAndStillADate() throws Exception {
        // given
        X509Certificate device = pki.client("device-1").certificate();
        VerifiedPaths pinned = trusting(device);

        // then
        assertThat(pinned.of(new X509Certificate[] {device}).certificates()).isEmpty();
        now.set(Instant.now().plus(Duration.ofDays(2)));
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> pinned.of(new X509Certificate[] {device}))
                .matches(ClientTrust::outOfDate);
    }

    @Test
    void refusesACertificateThatIsNotForClients() {
        CertificateSpec server = CertificateSpec.client("device-1").usage(KeyPurposeId.id_kp_serverAuth);

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> paths.of(chain(pki.issuing().issue(server).chain())))
                .withMessage("its extended key usage has no clientAuth");
    }

    @Test
    void forgetsWhatWasNotAskedForTheLongestTime() {
        BoundedCache<String, Integer> cache = new BoundedCache<>(2);
        cache.put("a", 1);
        cache.put("b", 2);

        assertThat(cache.get("a")).isEqualTo(1);
        cache.put("c", 3);

        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("a")).isEqualTo(1);
        assertThat(cache.size()).isEqualTo(2);
    }

    private static X509Certificate[] chain(List<X509Certificate> certificates) {
        return certificates.toArray(new X509Certificate[0]);
    }
}
