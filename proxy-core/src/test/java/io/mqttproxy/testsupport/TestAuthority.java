package io.mqttproxy.testsupport;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority, root or intermediate. Thread-safe; made by {@link TestPki#authority}. */
public final class TestAuthority {

    private static final int SERIAL_BITS = 127; // positive and at most 16 bytes
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PemFolder folder;
    private final KeyPair keys;
    private final List<X509Certificate> chain;
    private final Path certFile;

    private TestAuthority(PemFolder folder, String commonName, KeyPair keys, List<X509Certificate> chain) {
        this.folder = folder;
        this.keys = keys;
        this.chain = chain;
        this.certFile = folder.certificates(commonName, chain.subList(0, 1));
    }

    static TestAuthority root(PemFolder folder, String commonName) {
        try {
            KeyPair keys = KeyKind.EC_P256.generate();
            X500Name name = CertificateSpec.commonName(commonName);
            X509Certificate certificate = authorityCertificate(name, keys, name, keys);
            return new TestAuthority(folder, commonName, keys, List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot make the authority " + commonName, e);
        }
    }

    /** An authority below this one. Its {@link #certFile()} holds the intermediate certificate alone. */
    public TestAuthority intermediate(String commonName) {
        try {
            KeyPair ownKeys = KeyKind.EC_P256.generate();
            X500Name name = CertificateSpec.commonName(commonName);
            X509Certificate certificate = authorityCertificate(name, ownKeys, issuer(), keys);
            return new TestAuthority(folder, commonName, ownKeys, prepend(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot make the authority " + commonName, e);
        }
    }

    /** Issues a certificate for a new key pair and writes both as PEM. */
    public TestCertificate issue(CertificateSpec spec) {
        try {
            KeyPair leaf = spec.key().generate();
            X509v3CertificateBuilder builder = builder(spec, leaf.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            if (!spec.usages().isEmpty()) {
                ExtendedKeyUsage usages = new ExtendedKeyUsage(spec.usages().toArray(new KeyPurposeId[0]));
                builder.addExtension(Extension.extendedKeyUsage, false, usages);
            }
            if (!spec.names().isEmpty()) {
                GeneralNames names = new GeneralNames(spec.names().toArray(new GeneralName[0]));
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            for (Extension extension : spec.extensions()) {
                builder.addExtension(extension);
            }
            identifyKeys(builder, leaf.getPublic(), keys.getPublic());
            return new TestCertificate(folder, spec, leaf.getPrivate(), prepend(sign(builder, keys)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + spec.subject(), e);
        }
    }

    /** Issues a device certificate for a key whose private half nobody has. */
    public X509Certificate issueFor(PublicKey key) {
        try {
            return sign(builder(CertificateSpec.client("no private key"), key), keys);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a certificate for a key of kind " + key.getAlgorithm(), e);
        }
    }

    /** Issues {@link CertificateSpec#server()}. */
    public TestCertificate server() {
        return issue(CertificateSpec.server());
    }

    /** Issues {@link CertificateSpec#client}. */
    public TestCertificate client(String commonName) {
        return issue(CertificateSpec.client(commonName));
    }

    /** This authority's own certificate in PEM, without those above it. */
    public Path certFile() {
        return certFile;
    }

    /** This authority's key in PEM, {@code BEGIN PRIVATE KEY}; written anew each time. */
    public Path keyFile() {
        return folder.pkcs8Key("authority", keys.getPrivate());
    }

    /** This authority's key, for what it signs besides certificates. */
    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A CRL of this authority: current for a day, with these certificates on it. */
    public TestCrl crl(X509Certificate... revoked) {
        return new TestCrl(certificate(), keys.getPrivate(), List.of(revoked));
    }

    /** A list in this authority's name that another one has signed. */
    public TestCrl forgedBy(TestAuthority other) {
        return new TestCrl(certificate(), other.privateKey(), List.of());
    }

    private X500Name issuer() {
        return X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    }

    /** A chain as a server sends it: no root, RFC 8446 section 4.4.2. */
    private List<X509Certificate> prepend(X509Certificate certificate) {
        List<X509Certificate> longer = new ArrayList<>(List.of(certificate));
        longer.addAll(chain);
        return List.copyOf(longer);
    }

    private X509v3CertificateBuilder builder(CertificateSpec spec, PublicKey key) {
        BigInteger wanted = spec.serial();
        BigInteger serial = wanted == null ? randomSerial() : wanted;
        Date from = Date.from(spec.notBefore());
        return new JcaX509v3CertificateBuilder(issuer(), serial, from, Date.from(spec.notAfter()), spec.subject(), key);
    }

    private static X509Certificate authorityCertificate(
            X500Name subject, KeyPair subjectKeys, X500Name issuer, KeyPair issuerKeys)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Date from = Date.from(Instant.now().minus(Duration.ofDays(1)));
        Date to = Date.from(Instant.now().plus(Duration.ofDays(10)));
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(issuer, randomSerial(), from, to, subject, subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        identifyKeys(builder, subjectKeys.getPublic(), issuerKeys.getPublic());
        return sign(builder, issuerKeys);
    }

    private static void identifyKeys(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject));
        builder.addExtension(Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
            throws GeneralSecurityException, OperatorCreationException {
        JcaContentSignerBuilder signer = new JcaContentSignerBuilder(KeyKind.EC_P256.signatureAlgorithm());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer.build(issuer.getPrivate())));
    }

    private static BigInteger randomSerial() {
        return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
    }
}
