package io.mqttproxy.tls;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who does the arithmetic of certificates' signatures; what to make of the result is the JDK's PKIX algorithm in any case.
 *
 * <p>The JDK takes some 400 µs for one ECDSA signature over P-256, and several milliseconds until its compilers have seen
 * enough of them, which is when a whole fleet reconnects. AWS-LC takes some 70 µs from the first one on. It is used for the
 * algorithms that nearly all certificates are signed with, where its native part loads; the JDK does the rest.
 *
 * @param provider the name under which the Java runtime knows it; null for the JDK's own
 */
record SignatureEngine(@Nullable String provider) {

    private static final Logger log = LoggerFactory.getLogger(SignatureEngine.class);

    private static final Set<String> FASTER = Set.of(
            "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA");

    /** The JDK for everything. */
    static final SignatureEngine JDK = new SignatureEngine(null);

    /**
     * The fastest one that this machine has. The first call loads a library; so not on an event loop. The provider stands
     * behind all others in the process, so nobody gets it who does not ask for it by name.
     */
    static SignatureEngine best() {
        AmazonCorrettoCryptoProvider candidate = AmazonCorrettoCryptoProvider.INSTANCE;
        @Nullable Throwable failure = candidate.getLoadingError();
        if (failure != null) {
            log.info(
                    "AWS-LC does not load, so Java verifies signatures of certificates, more slowly: {}",
                    failure.toString());
            return JDK;
        }
        Security.addProvider(candidate); // once more does nothing
        return new SignatureEngine(candidate.getName());
    }

    /** Whether a certificate was signed with the private half of a key. */
    boolean verifies(X509Certificate certificate, PublicKey key) {
        try {
            if (provider != null && FASTER.contains(certificate.getSigAlgName())) {
                certificate.verify(key, provider);
            } else {
                certificate.verify(key);
            }
            return true;
        } catch (GeneralSecurityException | RuntimeException e) { // an odd key, or a signature that is no signature
            return false;
        }
    }

    /** Has a path validated with this engine, when it can do all signatures of the chain. */
    void use(PKIXParameters parameters, List<X509Certificate> chain) {
        if (provider != null && chain.stream().allMatch(one -> FASTER.contains(one.getSigAlgName()))) {
            parameters.setSigProvider(provider);
        }
    }
}
