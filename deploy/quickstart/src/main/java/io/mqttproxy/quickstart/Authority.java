package io.mqttproxy.quickstart;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for this demonstration, with EC P-256 keys. Its own key is never written down: who wants more
 * certificates deletes the folder.
 *
 * @param certificate self-signed
 * @param keys its own
 */
record Authority(X509Certificate certificate, KeyPair keys) {

    private static final Duration VALID = Duration.ofDays(365);
    /** Clocks differ, and what is made now must be valid now. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127; // positive and at most 16 bytes

    /** A certificate and its key. */
    record Issued(X509Certificate certificate, PrivateKey key) {

        void write(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
            PemFile.write(certificateFile, certificate);
            PemFile.write(keyFile, key);
        }
    }

    static Authority create(String commonName) throws IOException, GeneralSecurityException {
        KeyPair keys = newKeys();
        X500Name name = name(commonName);
        X509v3CertificateBuilder builder = builder(name, name, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new Authority(sign(builder, keys), keys);
    }

    /** A server certificate for a DNS name, which is its common name too, and IP addresses. */
    Issued server(String dnsName, List<String> addresses) throws IOException, GeneralSecurityException {
        List<GeneralName> names = new ArrayList<>(List.of(new GeneralName(GeneralName.dNSName, dnsName)));
        addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return issue(dnsName, KeyPurposeId.id_kp_serverAuth, names);
    }

    /** A device certificate with this common name. */
    Issued device(String commonName) throws IOException, GeneralSecurityException {
        return issue(commonName, KeyPurposeId.id_kp_clientAuth, List.of());
    }

    private Issued issue(String commonName, KeyPurposeId usage, List<GeneralName> names)
            throws IOException, GeneralSecurityException {
        KeyPair leaf = newKeys();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, name(commonName), leaf);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
        if (!names.isEmpty()) {
            GeneralNames all = new GeneralNames(names.toArray(new GeneralName[0]));
            builder.addExtension(Extension.subjectAlternativeName, false, all);
        }
        return new Issued(sign(builder, keys), leaf.getPrivate());
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys)
            throws IOException, GeneralSecurityException {
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE);
        Instant now = Instant.now();
        Date from = Date.from(now.minus(SLACK));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, from, Date.from(now.plus(VALID)), subject, keys.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
