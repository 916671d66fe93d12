package io.mqttproxy.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECField;
import java.security.spec.ECFieldFp;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a chain may cost to look at: compared before a single signature is verified, because whoever connects chooses the
 * sizes and the proxy does the arithmetic.
 */
final class CertificateBounds {

    /** Below this an RSA key can be broken (NIST SP 800-131A). */
    private static final int MIN_RSA_BITS = 2_048;
    /** Verification costs the square of the length; BoringSSL's own limit is the same. */
    private static final int MAX_RSA_BITS = 8_192;
    /** Verification costs in proportion to the exponent; 65537 is what everybody uses, BoringSSL takes 33 bits. */
    private static final int MAX_RSA_EXPONENT_BITS = 33;
    /** P-256, the smallest curve that TLS 1.3 has (RFC 8446 section 4.2.7). */
    private static final int MIN_CURVE_BITS = 256;
    /** P-521, the largest. */
    private static final int MAX_CURVE_BITS = 521;
    /** The client's certificate itself, and the root that some clients send though they need not. */
    private static final int LEAF_AND_ROOT = 2;

    /** What PKIX does about policies grows with the square of their number; those of real CAs take some 100 bytes. */
    private static final int MAX_POLICY_BYTES = 4_096;
    /** certificatePolicies and policyMappings, RFC 5280 sections 4.2.1.4 and 4.2.1.5. */
    private static final List<String> POLICIES = List.of("2.5.29.32", "2.5.29.33");

    /**
     * The JDK compares names in Unicode's normal form, whose cost grows with the square of a run of combining marks; those of
     * real CAs have some 100 bytes.
     */
    private static final int MAX_NAME_BYTES = 1_024;

    private CertificateBounds() {}

    /**
     * Whether a chain is too long; asked before any of it is parsed.
     *
     * @param certificates how many the client sent
     * @param verifyDepth how many intermediates are allowed
     * @return words for a log, or null when it is within bounds
     */
    static @Nullable String tooLong(int certificates, int verifyDepth) {
        int most = verifyDepth + LEAF_AND_ROOT;
        return certificates <= most
                ? null
                : "a chain of " + certificates + " certificates (expected: at most " + most
                        + ", because verifyDepth is " + verifyDepth + ")";
    }

    /**
     * Whether one of the keys is too large, too weak or of an unknown kind, the name of an issuer too long, or the policies are
     * too many; asked before any signature is verified and any name compared.
     *
     * @param chain parsed certificates, not the lazy ones of the native engine: those would keep what they parse for as
     *     long as the connection lives
     * @return words for a log, or null when all are within bounds
     */
    static @Nullable String weakness(List<X509Certificate> chain) {
        for (X509Certificate certificate : chain) {
            @Nullable String weakness = weakness(certificate.getPublicKey());
            @Nullable String problem = weakness == null ? tooLarge(certificate) : weakness;
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /**
     * Whether one of the names in a chain is too long; asked before the JDK puts the chain in order by them, trusted or not.
     *
     * @return words for a log, or null when all are within bounds
     */
    static @Nullable String longName(X509Certificate[] chain) {
        for (X509Certificate certificate : chain) {
            @Nullable String issuer = tooLong("an issuer", certificate.getIssuerX500Principal());
            @Nullable String name = issuer == null ? tooLong("a subject", certificate.getSubjectX500Principal()) : issuer;
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String tooLong(String whose, X500Principal name) {
        int bytes = name.getEncoded().length; // as it came, in no normal form
        return bytes <= MAX_NAME_BYTES
                ? null
                : whose + "'s name of " + bytes + " bytes (expected: at most " + MAX_NAME_BYTES + ")";
    }

    private static @Nullable String tooLarge(X509Certificate certificate) {
        @Nullable String name = tooLong("an issuer", certificate.getIssuerX500Principal());
        return name == null ? tooManyPolicies(certificate) : name;
    }

    private static @Nullable String tooManyPolicies(X509Certificate certificate) {
        for (String extension : POLICIES) {
            byte @Nullable [] value = certificate.getExtensionValue(extension);
            if (value != null && value.length > MAX_POLICY_BYTES) {
                return "policies of " + value.length + " bytes (expected: at most " + MAX_POLICY_BYTES + ")";
            }
        }
        return null;
    }

    private static @Nullable String weakness(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return weakness(rsa);
        }
        if (key instanceof ECPublicKey ec) {
            return weakness(ec.getParams().getCurve().getField());
        }
        return key instanceof EdECPublicKey
                ? null
                : "a key of kind " + key.getAlgorithm() + " (expected: RSA, EC, Ed25519 or Ed448)";
    }

    private static @Nullable String weakness(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            return "an RSA key of " + bits + " bits (expected: " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + ")";
        }
        int exponent = key.getPublicExponent().bitLength();
        return exponent <= MAX_RSA_EXPONENT_BITS
                ? null
                : "an RSA exponent of " + exponent + " bits (expected: at most " + MAX_RSA_EXPONENT_BITS + ")";
    }

    private static @Nullable String weakness(ECField field) {
        boolean prime = field instanceof ECFieldFp;
        int bits = field.getFieldSize();
        return prime && bits >= MIN_CURVE_BITS && bits <= MAX_CURVE_BITS
                ? null
                : "an EC key over a " + (prime ? "prime" : "binary") + " field of " + bits
                        + " bits (expected: a prime one of " + MIN_CURVE_BITS + " to " + MAX_CURVE_BITS + ")";
    }
}
