package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.revocation.Revocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that are refused for what they would cost, or for keys that prove nothing. */
class CertificateBoundsTest {

    private static final int DEPTH = 3;
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 3_072, 4_096, 8_192})
    void letsUsualRsaKeysThrough(int bits) throws GeneralSecurityException {
        assertThat(exceeded(rsa(bits, F4))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_024, 2_047, 8_193, 16_384})
    void refusesRsaKeysThatAreTooShortOrTooLong(int bits) throws GeneralSecurityException {
        assertThat(exceeded(rsa(bits, F4))).isEqualTo("an RSA key of " + bits + " bits (expected: 2048 to 8192)");
    }

    @Test
    void refusesAnRsaExponentThatIsLongEnoughToBeAnAttack() throws GeneralSecurityException {
        assertThat(exceeded(rsa(2_048, BigInteger.ONE.shiftLeft(60).add(BigInteger.ONE))))
                .isEqualTo("an RSA exponent of 61 bits (expected: at most 33)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void letsTheCurvesOfTlsThrough(String curve) throws GeneralSecurityException {
        assertThat(exceeded(ec(curve))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"secp192r1, prime, 192", "secp224r1, prime, 224", "sect283r1, binary, 283", "sect571r1, binary, 571"})
    void refusesSmallCurvesAndBinaryOnes(String curve, String field, int bits) throws GeneralSecurityException {
        assertThat(exceeded(ec(curve)))
                .isEqualTo("an EC key over a " + field + " field of " + bits
                        + " bits (expected: a prime one of 256 to 521)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void letsEdwardsCurvesThrough(String algorithm) throws GeneralSecurityException {
        assertThat(exceeded(KeyPairGenerator.getInstance(algorithm)
                        .generateKeyPair()
                        .getPublic()))
                .isNull();
    }

    @Test
    void refusesDsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
        generator.initialize(2_048);

        assertThat(exceeded(generator.generateKeyPair().getPublic()))
                .isEqualTo("a key of kind DSA (expected: RSA, EC, Ed25519 or Ed448)");
    }

    @Test
    void looksAtEveryCertificateOfTheChain() throws GeneralSecurityException {
        List<X509Certificate> chain = List.of(
                pki.client("device").certificate(),
                pki.issuing().certificate(),
                pki.root().issueFor(rsa(1_024, F4)));

        assertThat(CertificateBounds.weakness(chain)).contains("RSA key of 1024 bits");
    }

    @Test
    void refusesThousandsOfPolicies() {
        // given
        PolicyInformation[] policies = new PolicyInformation[2_000];
        for (int i = 0; i < policies.length; i++) {
            policies[i] = new PolicyInformation(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999." + i));
        }

        // then
        assertThat(CertificateBounds.weakness(List.of(withPolicies(policies))))
                .startsWith("policies of ")
                .endsWith(" bytes (expected: at most 4096)");
        assertThat(CertificateBounds.weakness(List.of(withPolicies(policies[0], policies[1]))))
                .isNull();
    }

    @Test
    void refusesAnIssuersNameThatIsLongEnoughToBeAnAttackBeforeItIsCompared() throws Exception {
        // given one that takes the JDK the longer to bring into normal form, the more marks of two kinds it has
        String marks = "\u0301".repeat(5_000) + "\u0316".repeat(5_000);
        X509Certificate hostile = issuedBy(name().addRDN(BCStyle.CN, new DERUTF8String(marks)));
        ClientTrust trust =
                new ClientTrust(List.of(pki.root().certificate()), DEPTH, Revocation.none(), InstantSource.system());

        // then
        assertThatThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {hostile}, "EC"))
                .isInstanceOf(CertificateException.class)
                .hasMessageMatching("an issuer's name of 200\\d\\d bytes \\(expected: at most 1024\\)");
    }

    @Test
    void refusesLongNamesOfABackendBeforeTheyAreCompared() throws Exception {
        // given
        X500NameBuilder marks = name().addRDN(BCStyle.CN, new DERUTF8String("\u0301".repeat(1_000)));
        X509Certificate[] issuer = {issuedBy(marks)};
        X509Certificate[] subject = {certificate(name().addRDN(BCStyle.CN, "CA"), marks)};
        BackendTrust trust = new BackendTrust(List.of(pki.root().certificate()));
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();

        // then
        assertThatThrownBy(() -> trust.checkServerTrusted(issuer, "EC", engine))
                .hasMessageMatching("an issuer's name of 20\\d\\d bytes \\(expected: at most 1024\\)");
        assertThatThrownBy(() -> trust.resumeServerTrusted(subject, engine))
                .hasMessageMatching("a subject's name of 20\\d\\d bytes \\(expected: at most 1024\\)");
    }

    @Test
    void letsLongNamesOfRealAuthoritiesThrough() throws Exception {
        X500NameBuilder name = name();
        for (int i = 0; i < 10; i++) {
            name.addRDN(BCStyle.OU, "A Unit of an Authority With a Very Long Name, Number " + i);
        }

        assertThat(CertificateBounds.weakness(List.of(issuedBy(name)))).isNull();
    }

    private static X500NameBuilder name() {
        return new X500NameBuilder(BCStyle.INSTANCE);
    }

    private static X509Certificate issuedBy(X500NameBuilder issuer) throws Exception {
        return certificate(issuer, name().addRDN(BCStyle.CN, "device"));
    }

    private static X509Certificate certificate(X500NameBuilder issuer, X500NameBuilder subject) throws Exception {
        Date now = Date.from(Instant.now());
        KeyPair key = CertificateMaker.key();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                issuer.build(), BigInteger.ONE, now, now, subject.build(), key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private X509Certificate withPolicies(PolicyInformation... policies) {
        return pki.issuing()
                .issue(CertificateSpec.client("device").extension(policiesExtension(policies)))
                .certificate();
    }

    private static Extension policiesExtension(PolicyInformation... policies) {
        try {
            return Extension.create(Extension.certificatePolicies, false, new CertificatePolicies(policies));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsTheRootThatAClientNeedNotSendAndNothingMore() {
        assertThat(CertificateBounds.tooLong(DEPTH + 2, DEPTH)).isNull();
        assertThat(CertificateBounds.tooLong(DEPTH + 3, DEPTH))
                .isEqualTo("a chain of 6 certificates (expected: at most 5, because verifyDepth is 3)");
    }

    @Test
    void isAskedByTheTrustDecisionBeforeAnySignatureIsVerified() throws GeneralSecurityException {
        // given a key whose signatures would take long, and a chain of copies of a trusted CA
        ClientTrust trust =
                new ClientTrust(List.of(pki.root().certificate()), DEPTH, Revocation.none(), InstantSource.system());
        X509Certificate huge = pki.root().issueFor(rsa(16_384, F4));
        X509Certificate[] copies =
                Stream.generate(() -> pki.root().certificate()).limit(200).toArray(X509Certificate[]::new);

        // when, the fastest of three, since a busy machine may take any of them a while
        Duration fastest = Duration.ofDays(1);
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            for (X509Certificate[] chain : List.of(new X509Certificate[] {huge}, copies)) {
                // then
                assertThatThrownBy(() -> trust.checkClientTrusted(chain, "RSA"))
                        .isInstanceOf(CertificateException.class)
                        .satisfies(e ->
                                assertThat(HandshakeFailure.of(e)).isEqualTo(HandshakeFailure.CERTIFICATE_UNTRUSTED));
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
        }
        assertThat(fastest).isLessThan(Duration.ofSeconds(1));
    }

    private @Nullable String exceeded(PublicKey key) throws GeneralSecurityException {
        return CertificateBounds.weakness(List.of(pki.root().issueFor(key)));
    }

    /** Nobody has the private half, and nobody needs it. */
    private static PublicKey rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPublic();
    }
}
