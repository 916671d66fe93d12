package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's verification is the oracle: whatever the engine, the same chains are accepted and the same are refused. */
class SignatureEngineTest {

    private static final X500Name AUTHORITY = new X500Name("CN=authority");

    static Stream<Arguments> everyKindOfSignature() throws GeneralSecurityException {
        return Stream.of(
                Arguments.of(key("EC", 256), "SHA256withECDSA"),
                Arguments.of(key("EC", 384), "SHA384withECDSA"),
                Arguments.of(key("EC", 521), "SHA512withECDSA"),
                Arguments.of(key("RSA", 2_048), "SHA256withRSA"),
                Arguments.of(key("RSA", 3_072), "SHA384withRSA"),
                Arguments.of(key("RSA", 2_048), "SHA256withRSAandMGF1"),
                Arguments.of(key("Ed25519", 255), "Ed25519"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("everyKindOfSignature")
    void acceptsWhatTheJdkAccepts(KeyPair authority, String algorithm) throws Exception {
        X509Certificate root = certificate(AUTHORITY, authority, authority.getPrivate(), algorithm);
        X509Certificate device =
                certificate(new X500Name("CN=device"), key("EC", 256), authority.getPrivate(), algorithm);

        VerifiedPath ours = verifier(SignatureEngine.best(), root).verify(List.of(device));

        assertThat(ours).isEqualTo(verifier(SignatureEngine.JDK, root).verify(List.of(device)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("everyKindOfSignature")
    void refusesASignatureOfWhichOneBitIsWrong(KeyPair authority, String algorithm) throws Exception {
        X509Certificate root = certificate(AUTHORITY, authority, authority.getPrivate(), algorithm);
        X509Certificate device =
                certificate(new X500Name("CN=device"), key("EC", 256), authority.getPrivate(), algorithm);
        byte[] der = device.getEncoded();
        der[der.length - 1] ^= 1; // in the last number of the signature
        X509Certificate tampered = parsed(der);

        assertThatThrownBy(() -> verifier(SignatureEngine.JDK, root).verify(List.of(tampered)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> verifier(SignatureEngine.best(), root).verify(List.of(tampered)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("everyKindOfSignature")
    void refusesTheSignatureOfAnotherKey(KeyPair authority, String algorithm) throws Exception {
        X509Certificate root = certificate(AUTHORITY, authority, authority.getPrivate(), algorithm);
        X509Certificate forged = certificate(
                new X500Name("CN=device"), key("EC", 256), key("EC", 256).getPrivate(), "SHA256withECDSA");

        assertThatThrownBy(() -> verifier(SignatureEngine.best(), root).verify(List.of(forged)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void isFasterThanTheJdkOnThisMachine() {
        assertThat(SignatureEngine.best().provider())
                .as("the native library, which the build brings along")
                .isNotNull();
    }

    @Test
    void leavesWhatItCannotDoToTheJdk() throws Exception {
        KeyPair authority = key("Ed25519", 255);
        X509Certificate root = certificate(AUTHORITY, authority, authority.getPrivate(), "Ed25519");
        X509Certificate usual =
                certificate(AUTHORITY, key("EC", 256), key("EC", 256).getPrivate(), "SHA256withECDSA");

        assertThat(provider(usual)).isEqualTo(SignatureEngine.best().provider());
        assertThat(provider(usual, root)).isNull();
    }

    private static String provider(X509Certificate... chain) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain[0], null)));
        SignatureEngine.best().use(parameters, List.of(chain));
        return parameters.getSigProvider();
    }

    private static PathVerifier verifier(SignatureEngine engine, X509Certificate root) {
        return new PathVerifier(Set.of(root), 1, engine, InstantSource.system());
    }

    private static KeyPair key(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(X500Name subject, KeyPair key, PrivateKey issuer, String algorithm)
            throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                AUTHORITY,
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3_600)),
                                subject,
                                key.getPublic())
                        .build(new JcaContentSignerBuilder(algorithm)
                                .setProvider(new BouncyCastleProvider())
                                .build(issuer)));
    }

    private static X509Certificate parsed(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
