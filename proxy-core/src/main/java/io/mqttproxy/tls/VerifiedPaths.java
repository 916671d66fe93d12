package io.mqttproxy.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the paths of chains that were verified, so that a device that comes back costs a digest instead of parsing and
 * signatures.
 *
 * <p>Keyed by the bytes of the whole chain, so a hit means the very same question under the same CAs. Only successes are
 * kept; dates are compared on each hit, and revocation is asked about by the caller each time. Thread-safe.
 */
final class VerifiedPaths {

    /** Some 500 bytes each. */
    private static final int MOST_PATHS = 16_384;

    /** Parsed CA certificates, some 5 KiB each; the JDK's remember by which key they were verified. */
    private static final int MOST_AUTHORITIES = 512;

    private final PathVerifier verifier;
    private final int verifyDepth;
    private final InstantSource clock;
    private final BoundedCache<CertificateDigest, VerifiedPath> paths = new BoundedCache<>(MOST_PATHS);
    private final BoundedCache<CertificateDigest, X509Certificate> authorities = new BoundedCache<>(MOST_AUTHORITIES);
    private final SharedParts shared = new SharedParts();

    /** @param verifyDepth how many intermediates a chain may have */
    VerifiedPaths(PathVerifier verifier, int verifyDepth, InstantSource clock) {
        this.verifier = verifier;
        this.verifyDepth = verifyDepth;
        this.clock = clock;
    }

    /**
     * The path of a chain.
     *
     * @param chain at least the client's certificate, which stands first
     * @throws GeneralSecurityException as {@link PathVerifier#verify}, or when the certificate is not one for clients
     */
    VerifiedPath of(X509Certificate[] chain) throws GeneralSecurityException {
        CertificateDigest key = CertificateDigest.of(chain);
        @Nullable VerifiedPath known = paths.get(key);
        if (known != null && known.validAt(clock.instant())) {
            return known;
        }
        refuse(CertificateBounds.tooLong(chain.length, verifyDepth));
        VerifiedPath path = verify(chain);
        paths.put(key, path);
        return path;
    }

    private VerifiedPath verify(X509Certificate[] chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> parsed = new ArrayList<>(List.of(parse(factory, chain[0])));
        for (int i = 1; i < chain.length; i++) {
            @Nullable X509Certificate known = authorities.get(CertificateDigest.of(chain[i]));
            parsed.add(known == null ? parse(factory, chain[i]) : known);
        }
        refuse(CertificateBounds.weakness(parsed));
        refuse(ClientUsage.objection(parsed.get(0)));
        VerifiedPath path = shared.in(verifier.verify(parsed));
        for (var certificate : path.certificates()) { // only what a CA of ours vouches for
            authorities.put(CertificateDigest.of(certificate.issuer()), certificate.issuer());
        }
        return path;
    }

    private static void refuse(@Nullable String objection) throws CertPathValidatorException {
        if (objection != null) {
            throw new CertPathValidatorException(objection);
        }
    }

    /** The native engine's certificates parse themselves anew at each question. */
    private static X509Certificate parse(CertificateFactory factory, X509Certificate certificate)
            throws CertificateException {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    }
}
