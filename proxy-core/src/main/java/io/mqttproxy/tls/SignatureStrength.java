package io.mqttproxy.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the signature of a certificate proves anything: two certificates with one SHA-1 or MD5 digest can be made (NIST SP
 * 800-131A), so that a CA's signature under a harmless one is good for another one as well.
 */
final class SignatureStrength {

    /** By the names of the Java Security Standard Algorithm Names. */
    private static final Pattern STRONG =
            Pattern.compile("(SHA(224|256|384|512)(/256)?|SHA3-(256|384|512))with(RSA|ECDSA)|Ed25519|Ed448|EdDSA");

    private static final Pattern STRONG_DIGEST = Pattern.compile("SHA-(224|256|384|512)(/256)?|SHA3-(256|384|512)");

    private SignatureStrength() {}

    /** Words for a log about a signature that is too weak; null when it is not. Trusted CAs are trusted without one. */
    static @Nullable String weakness(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName();
        if (STRONG.matcher(algorithm).matches()) {
            return null;
        }
        String name = algorithm.equals("RSASSA-PSS") ? algorithm + " with " + digest(certificate) : algorithm;
        return algorithm.equals("RSASSA-PSS")
                        && STRONG_DIGEST.matcher(digest(certificate)).matches()
                ? null
                : "a certificate signed with " + name + " (expected: SHA-2 or SHA-3)";
    }

    /** RFC 4055 section 3.1: SHA-1 where nothing is said. */
    private static String digest(X509Certificate certificate) {
        byte @Nullable [] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return "SHA-1";
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("parameters that were read with the certificate cannot be read", e);
        }
    }
}
