package io.mqttproxy.perf.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A root that signs leaves directly. Immutable and thread-safe.
 *
 * @param certificate self-signed, valid for 90 days, which nobody warns of
 * @param key its own
 */
public record Authority(X509Certificate certificate, PrivateKey key) {

    private static final Duration VALID = Duration.ofDays(90);
    /** Clocks differ, and what is made now must be valid now. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static Authority create(String commonName) throws IOException, GeneralSecurityException {
        KeyPair keys = newKeys();
        X509v3CertificateBuilder builder = builder(name(commonName), commonName, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new Authority(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** A certificate for {@code localhost} and 127.0.0.1. */
    public X509Certificate server(KeyPair keys) throws IOException, GeneralSecurityException {
        X509v3CertificateBuilder builder = leaf("localhost", keys, KeyPurposeId.id_kp_serverAuth);
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        return sign(builder, key);
    }

    /** A certificate for a device of this common name. */
    public X509Certificate device(String commonName, KeyPair keys) throws IOException, GeneralSecurityException {
        return sign(leaf(commonName, keys, KeyPurposeId.id_kp_clientAuth), key);
    }

    /** New EC P-256 keys. */
    public static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder leaf(String commonName, KeyPair keys, KeyPurposeId purpose) throws IOException {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, commonName, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return builder;
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, String commonName, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                Date.from(now.minus(SLACK)),
                Date.from(now.plus(VALID)),
                name(commonName),
                keys.getPublic());
    }

    private static X500Name name(String commonName) {
        return new X500Name("CN=" + commonName);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate", e);
        }
    }
}
