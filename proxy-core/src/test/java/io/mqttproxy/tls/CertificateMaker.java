package io.mqttproxy.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates with any names and any keys, for chains that no honest CA would make; each has a serial number of its own. */
final class CertificateMaker {

    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicInteger serial = new AtomicInteger();

    static KeyPair key() throws GeneralSecurityException {
        return key("EC");
    }

    /** A key of the usual length; {@code kind}: RSA, EC or Ed25519. */
    static KeyPair key(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(kind.equals("RSA") ? 2_048 : kind.equals("EC") ? 256 : 255);
        return generator.generateKeyPair();
    }

    /** No CA; for a key of its own, valid from yesterday to tomorrow. */
    X509Certificate signedWith(String algorithm, String subject, String issuer, KeyPair signer) throws Exception {
        return signedWith(algorithm, subject, issuer, signer, false);
    }

    /** Valid from yesterday to tomorrow; a CA has the key that it is signed with. */
    X509Certificate signedWith(String algorithm, String subject, String issuer, KeyPair signer, boolean authority)
            throws Exception {
        Instant now = Instant.now();
        KeyPair key = authority ? signer : key();
        return make(builder(subject, key, issuer, now.minus(DAY), now.plus(DAY)), authority, algorithm, signer);
    }

    /** Valid from yesterday to tomorrow. */
    X509Certificate authority(String subject, KeyPair key, String issuer, KeyPair signer) throws Exception {
        Instant now = Instant.now();
        return make(builder(subject, key, issuer, now.minus(DAY), now.plus(DAY)), true, usual(signer), signer);
    }

    /** Valid until an hour ago. */
    X509Certificate expiredAuthority(String subject, KeyPair key, String issuer, KeyPair signer) throws Exception {
        Instant now = Instant.now();
        return make(
                builder(subject, key, issuer, now.minus(DAY), now.minus(Duration.ofHours(1))),
                true,
                usual(signer),
                signer);
    }

    /** Says that it is no CA; valid from yesterday to tomorrow. */
    X509Certificate device(String subject, KeyPair key, String issuer, KeyPair signer) throws Exception {
        Instant now = Instant.now();
        return make(builder(subject, key, issuer, now.minus(DAY), now.plus(DAY)), false, usual(signer), signer);
    }

    private X509v3CertificateBuilder builder(String subject, KeyPair key, String issuer, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(
                name(issuer),
                BigInteger.valueOf(serial.incrementAndGet()),
                Date.from(from),
                Date.from(to),
                name(subject),
                key.getPublic());
    }

    private static X509Certificate make(
            X509v3CertificateBuilder builder, boolean authority, String algorithm, KeyPair signer) throws Exception {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(new BouncyCastleProvider())
                        .build(signer.getPrivate())));
    }

    private static String usual(KeyPair signer) {
        return signer.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private static X500Name name(String commonName) {
        return new X500Name("CN=" + commonName);
    }
}
