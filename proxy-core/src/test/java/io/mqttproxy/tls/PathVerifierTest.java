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
    void saysThatThereIsNoWay() {
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> trusting(other).verify(List.of(device, old)))
                .withMessage("no path to a CA of caFile");
    }

    private static PathVerifier trusting(X509Certificate... anchors) {
        return new PathVerifier(Set.of(anchors), DEPTH, SignatureEngine.best(), InstantSource.system());
    }
}
