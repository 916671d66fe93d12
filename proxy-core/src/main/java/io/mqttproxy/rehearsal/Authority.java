package io.mqttproxy.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** A CA that lives as long as a rehearsal. It, the server and all devices have one key, because making keys takes time. */
final class Authority {

    private static final X500Name NAME = new X500Name("CN=rehearsal");

    /** Long enough for nobody to be warned of its end, however wrong the clock is. */
    private static final Duration AROUND_NOW = Duration.ofDays(60);

    private final KeyPair key;
    private final X509Certificate certificate;
    private int issued;

    Authority() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        key = generator.generateKeyPair();
        certificate = issue(NAME, true);
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key.getPrivate();
    }

    /** A certificate that nobody has seen before. */
    X509Certificate issue(String commonName) throws GeneralSecurityException {
        return issue(new X500Name("CN=" + commonName), false);
    }

    private X509Certificate issue(X500Name subject, boolean authority) throws GeneralSecurityException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(++issued),
                Date.from(now.minus(AROUND_NOW)),
                Date.from(now.plus(AROUND_NOW)),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            byte[] der = builder.build(new Signer(key.getPrivate())).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate for the rehearsal", e);
        }
    }

    /** The Java runtime's signatures for BouncyCastle's certificates: its own provider takes half a second to load. */
    private record Signer(PrivateKey key, ByteArrayOutputStream content) implements ContentSigner {

        Signer(PrivateKey key) {
            this(key, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            ASN1ObjectIdentifier algorithm = X9ObjectIdentifiers.ecdsa_with_SHA256;
            return new AlgorithmIdentifier(algorithm);
        }

        @Override
        public ByteArrayOutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(content.toByteArray());
                return signature.sign();
            } catch (SignatureException e) {
                throw new IllegalStateException("a signature for the rehearsal", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no ECDSA in this Java runtime", e);
            }
        }
    }
}
