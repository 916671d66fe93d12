package io.mqttproxy.tls.revocation;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * A complete certificate revocation list. That it was parsed does not mean that it is genuine: see {@link #signedBy}.
 *
 * @param issuer the name of the CA that speaks
 * @param thisUpdate when it was issued
 * @param nextUpdate when it is past its date
 * @param revoked the serial numbers on it, those on hold included
 * @param scope for which certificates of the issuer it speaks
 * @param encoded the signed form
 */
record Crl(
        X500Principal issuer,
        Instant thisUpdate,
        Instant nextUpdate,
        SerialNumbers revoked,
        CrlScope scope,
        X509CRLHolder encoded) {

    /** How far the clocks of a CA and of this machine may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** The bit cRLSign in {@link X509Certificate#getKeyUsage()} (RFC 5280 section 4.2.1.3). */
    private static final int CRL_SIGN = 6;

    boolean revokes(BigInteger serial) {
        return revoked.contains(serial);
    }

    boolean currentAt(Instant now) {
        return now.isBefore(nextUpdate) && !fromTheFuture(now);
    }

    boolean fromTheFuture(Instant now) {
        return now.plus(CLOCK_SKEW).isBefore(thisUpdate);
    }

    /** Whether this CA has issued the CRL and may do so; costs the verification of a signature. */
    boolean signedBy(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        return issuer.equals(authority.getSubjectX500Principal())
                && (usage == null || usage[CRL_SIGN])
                && signedWith(authority.getPublicKey());
    }

    private boolean signedWith(PublicKey key) {
        try {
            return encoded.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (CertException | OperatorCreationException | RuntimeException e) {
            return false; // an algorithm that the key has not, or that nobody here knows
        }
    }

    /** Of two for the same certificates, whether this one is the later word. */
    boolean replaces(Crl other) {
        return scope.equals(other.scope) && thisUpdate.isAfter(other.thisUpdate);
    }
}
