package io.mqttproxy.tls;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named certificate bundle whose key and chain are known to belong together.
 *
 * @param name the name under {@code certificates}
 * @param key the private key of the first certificate
 * @param chain the server's certificate first, then intermediates, each issued by the next
 */
public record KeyMaterial(String name, PrivateKey key, List<X509Certificate> chain) {

    /**
     * Reads and checks a bundle; blocks on files.
     *
     * @throws ConfigException when a file cannot be used, the key does not match, the order is wrong, or a certificate is
     *     not valid now
     */
    public static KeyMaterial load(CertificateConfig config, InstantSource clock) throws ConfigException {
        return load(config, clock, null);
    }

    /**
     * The same beside a certificate that serves already: that one may have expired, because refusing what everybody sees
     * anyway would only keep the other bundles from being renewed. So may one that was uploaded: it was valid then, and a proxy
     * that does not start can be given no other one.
     *
     * @param serving null = nothing serves yet
     */
    static KeyMaterial load(CertificateConfig config, InstantSource clock, @Nullable X509Certificate serving)
            throws ConfigException {
        KeyEntry entry = KeyEntry.read(config.keys());
        return checked(
                config.name(), entry, clock, config.isManaged() ? entry.chain().get(0) : serving);
    }

    static KeyMaterial checked(String name, KeyEntry entry, InstantSource clock, @Nullable X509Certificate serving)
            throws ConfigException {
        requireMatch(entry);
        requireOrder(entry.certFile(), entry.chain());
        X509Certificate leaf = entry.chain().get(0);
        if (!leaf.equals(serving)) {
            requireValidNow(entry.certFile(), leaf, Date.from(clock.instant()));
        }
        return new KeyMaterial(name, entry.key(), List.copyOf(entry.chain()));
    }

    /** The chain as PEM. */
    public String certificatePem() {
        return PemText.certificates(chain);
    }

    /** The key as PEM, PKCS#8 without encryption; a secret. */
    public String keyPem() {
        return PemText.object("PRIVATE KEY", key.getEncoded());
    }

    /** The server's certificate. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    private static void requireMatch(KeyEntry entry) throws ConfigException {
        List<X509Certificate> chain = entry.chain();
        for (int i = 0; i < chain.size(); i++) {
            if (belongTogether(entry.key(), chain.get(i).getPublicKey())) {
                if (i == 0) {
                    return;
                }
                throw PemReader.problem(
                        entry.certFile(),
                        "the certificate of the key is number " + (i + 1) + " in the file",
                        "(expected: the server's certificate first, then intermediates)");
            }
        }
        boolean oneFile = entry.keyFile().equals(entry.certFile());
        throw PemReader.problem(
                entry.keyFile(),
                "the key does not belong to "
                        + (oneFile
                                ? "the certificate beside it"
                                : entry.certFile().configured()),
                "(expected: the private key of the first certificate" + (oneFile ? ")" : " in certFile)"));
    }

    /** Signs and verifies, which is the only test that holds for every kind of key. */
    private static boolean belongTogether(PrivateKey key, PublicKey candidate) {
        if (!sameFamily(key.getAlgorithm(), candidate.getAlgorithm())) {
            return false;
        }
        try {
            byte[] probe = new byte[32];
            Signature signature = Signature.getInstance(signatureFor(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(candidate);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean sameFamily(String one, String other) {
        return signatureFor(one).equals(signatureFor(other));
    }

    private static String signatureFor(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA", "RSASSA-PSS" -> "SHA256withRSA";
            default -> keyAlgorithm; // Ed25519, EdDSA and Ed448 sign under their own name
        };
    }

    private static void requireOrder(FileRef certFile, List<X509Certificate> chain) throws ConfigException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw PemReader.problem(
                        certFile,
                        "certificate " + (i + 2) + " did not issue certificate " + (i + 1),
                        "(expected: the server's certificate first, then each one's issuer)");
            }
        }
    }

    private static void requireValidNow(FileRef certFile, X509Certificate leaf, Date now) throws ConfigException {
        try {
            leaf.checkValidity(now);
        } catch (CertificateExpiredException e) {
            throw PemReader.problem(
                    certFile,
                    "the certificate expired on " + leaf.getNotAfter().toInstant(),
                    "(expected: a certificate that is valid now)");
        } catch (CertificateNotYetValidException e) {
            throw PemReader.problem(
                    certFile,
                    "the certificate is valid only from " + leaf.getNotBefore().toInstant(),
                    "(expected: a certificate that is valid now; check this machine's clock)");
        }
    }

    /** Names the bundle only: a key never reaches a log. */
    @Override
    public String toString() {
        return "KeyMaterial[" + name + "]";
    }
}
