package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.security.KeyPair;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the ways that were found. */
class PathVerifierTest {

    private static final int DEPTH = 10;

    private final CertificateMaker maker = new CertificateMaker();
    private KeyPair rootKey;
    private KeyPair otherKey;
    private KeyPair issuingKey;
    private X509Certificate root;
    private X509Certificate other;
    private X509Certificate device;
    private X509Certificate old;

    @BeforeEach
    void makeAuthorities() throws Exception {
        rootKey = CertificateMaker.key();
        otherKey = CertificateMaker.key();
        issuingKey = CertificateMaker.key();
        root = maker.authority("Root", rootKey, "Root", rootKey);
        other = maker.authority("Other", otherKey, "Other", otherKey);
        old = maker.expiredAuthority("Issuing", issuingKey, "Root", rootKey);
        device = maker.device("device-1", CertificateMaker.key(), "Issuing", issuingKey);
    }

    @Test
    void takesTheWayThatIsInDateWhereAnAuthorityHasTwoCertificates() throws Exception {
        // given
        X509Certificate cross = maker.authority("Issuing", issuingKey, "Other", otherKey);

        // when
        VerifiedPath path = trusting(root, other).verify(List.of(device, old, cross));

        // then
        assertThat(path.certificates()).extracting(IssuedCertificate::issuer).containsExactly(cross, other);
    }

    @Test
    void saysThatADateIsOverWhereThatIsWhatIsWrong() {
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> trusting(root).verify(List.of(device, old)))
                .matches(ClientTrust::outOfDate);
    }

    @Test
    void takesTheCertificateOfAnAuthorityForAClientsOnlyWhereItSaysSo() throws Exception {
        // given an intermediate's, whose key could make certificates with any name
        X509Certificate issuing = maker.authority("Issuing", issuingKey, "Root", rootKey);

        // then
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> trusting(root).verify(List.of(issuing)))
                .withMessageStartingWith("it is the certificate of a CA (expected: ");

        // and one that the operator has put into caFile is what the operator says that it is
        assertThat(trusting(issuing).verify(List.of(issuing)).certificates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EC,SHA1withECDSA,SHA1withECDSA",
        "RSA,SHA1withRSA,SHA1withRSA",
        "RSA,SHA1withRSAandMGF1,RSASSA-PSS with SHA-1"
    })
    void refusesASignatureOverADigestThatTwoCertificatesCanHave(String kind, String algorithm, String name)
            throws Exception {
        // given
        KeyPair key = CertificateMaker.key(kind);
        X509Certificate authority = maker.authority("Weak", key, "Weak", key);
        X509Certificate weak = maker.signedWith(algorithm, "device-1", "Weak", key);

        // then
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> trusting(authority).verify(List.of(weak)))
                .withMessage("a certificate signed with " + name + " (expected: SHA-2 or SHA-3)");
    }

    @ParameterizedTest
    @CsvSource({
        "EC, SHA256withECDSA",
        "EC, SHA512withECDSA",
        "RSA, SHA224withRSA",
        "RSA, SHA384withRSA",
        "RSA, SHA256withRSAandMGF1",
        "RSA, SHA512withRSAandMGF1",
        "Ed25519, Ed25519"
    })
    void takesTheUsualOnes(String kind, String algorithm) throws Exception {
        KeyPair key = CertificateMaker.key(kind);
        X509Certificate authority = maker.signedWith(algorithm, "Usual", "Usual", key);
        X509Certificate usual = maker.signedWith(algorithm, "device-1", "Usual", key);

        assertThat(SignatureStrength.weakness(authority)).isNull();
        assertThat(SignatureStrength.weakness(usual)).isNull();
    }

    @Test
    void doesNotCareHowATrustedAuthorityHasSignedItself() throws Exception {
        // given a root of another time
        KeyPair key = CertificateMaker.key("RSA");
        X509Certificate ancient = maker.signedWith("SHA1withRSA", "Ancient", "Ancient", key, true);
        X509Certificate recent = maker.signedWith("SHA256withRSA", "device-1", "Ancient", key);

        // then
        assertThat(trusting(ancient).verify(List.of(recent, ancient)).certificates())
                .hasSize(1);
    }

    @Test
    void saysThatThereIsNoWay() {
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> trusting(other).verify(List.of(device, old)))
                .withMessage("no path to a CA of caFile");
    }

    private static PathVerifier trusting(X509Certificate... anchors) {
        return new PathVerifier(Set.of(anchors), DEPTH, SignatureEngine.best(), InstantSource.system());
    }
}
