package io.mqttproxy.pki;

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
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority with an EC P-256 key; certificates follow RFC 5280. Used by one thread.
 *
 * @param certificate self-signed; it may sign certificates and CRLs, and no other authority
 * @param keys its own
 * @param valid how long what it issues is valid
 */
record PrivateAuthority(X509Certificate certificate, KeyPair keys, Duration valid) {
    /** Clocks differ, and what is made now must be valid now. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127; // positive and at most 16 bytes
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A certificate and its key. */
    record Issued(X509Certificate certificate, PrivateKey key) {}

    static PrivateAuthority create(String commonName, Duration valid) throws GeneralSecurityException, IOException {
        KeyPair keys = newKeys();
        X500Name name = name(commonName);
        X509v3CertificateBuilder builder = builder(name, name, keys, valid);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new PrivateAuthority(sign(builder, keys), keys, valid);
    }

    /**
     * A server certificate.
     *
     * @param names DNS names and IP addresses, the first is the common name, too
     */
    Issued server(List<SubjectName> names) throws GeneralSecurityException, IOException {
        GeneralName[] all = names.stream().map(SubjectName::generalName).toArray(GeneralName[]::new);
        return issue(names.get(0).text(), KeyPurposeId.id_kp_serverAuth, all);
    }

    /** A device certificate with this common name. */
    Issued device(String commonName) throws GeneralSecurityException, IOException {
        return issue(commonName, KeyPurposeId.id_kp_clientAuth);
    }

    /** A CRL in DER on which nothing stands. */
    byte[] emptyCrl() throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(subject(), Date.from(now.minus(SLACK)));
        builder.setNextUpdate(Date.from(now.plus(valid)));
        builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
        return builder.build(signer(keys)).getEncoded();
    }

    private Issued issue(String commonName, KeyPurposeId usage, GeneralName... names)
            throws GeneralSecurityException, IOException {
        KeyPair leaf = newKeys();
        X509v3CertificateBuilder builder = builder(subject(), name(commonName), leaf, valid);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new Issued(sign(builder, keys), leaf.getPrivate());
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Duration valid)
            throws GeneralSecurityException, IOException {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
        Instant now = Instant.now();
        Date from = Date.from(now.minus(SLACK));
        Date to = Date.from(now.plus(valid));
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(issuer, serial, from, to, subject, keys.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
            throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuer)));
    }

    private static ContentSigner signer(KeyPair issuer) throws GeneralSecurityException {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}
