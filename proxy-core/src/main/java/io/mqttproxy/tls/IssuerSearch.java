package io.mqttproxy.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds out who has issued which certificate of one chain, from the trusted CAs downwards: no signature is verified with a key
 * that nobody vouches for, so certificates that a client has made itself cost nothing but a comparison of names. One thread.
 */
final class IssuerSearch {

    /** keyCertSign in {@link X509Certificate#getKeyUsage()}. */
    private static final int KEY_CERT_SIGN = 5;

    private final Set<X509Certificate> certificates;
    private final BiPredicate<X509Certificate, PublicKey> signedWith;
    private final Map<X509Certificate, List<X509Certificate>> issuers = new HashMap<>();
    private final Map<X509Certificate, Set<PublicKey>> wrongKeys = new HashMap<>();
    private int verificationsLeft;

    /**
     * @param certificates what the client has sent, without trusted CAs
     * @param signedWith verifies a signature
     */
    IssuerSearch(Collection<X509Certificate> certificates, BiPredicate<X509Certificate, PublicKey> signedWith) {
        this.certificates = new LinkedHashSet<>(certificates);
        this.signedWith = signedWith;
    }

    /**
     * Verifies at most twice as many signatures as there are certificates and CAs. Called once.
     *
     * @param anchors the trusted CAs
     * @return the issuers of each certificate that leads to a CA, the ones closest to a CA first
     */
    Map<X509Certificate, List<X509Certificate>> downFrom(Collection<X509Certificate> anchors) {
        verificationsLeft = mostVerifications(certificates.size(), anchors.size());
        Deque<X509Certificate> authorities = new ArrayDeque<>(anchors);
        while (!authorities.isEmpty()) {
            X509Certificate issuer = authorities.remove();
            for (X509Certificate certificate : certificates) {
                if (issued(issuer, certificate)) {
                    List<X509Certificate> known = issuers.computeIfAbsent(certificate, first -> new ArrayList<>());
                    if (known.isEmpty() && isAuthority(certificate)) {
                        authorities.add(certificate);
                    }
                    known.add(issuer);
                }
            }
        }
        return issuers;
    }

    /** Enough for every chain whose CAs have names of their own, and for some whose CAs have changed their keys. */
    static int mostVerifications(int certificates, int anchors) {
        return 2 * (certificates + anchors);
    }

    private boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && !certificate.equals(issuer)
                && signed(certificate, issuer.getPublicKey());
    }

    private boolean signed(X509Certificate certificate, PublicKey key) {
        List<X509Certificate> known = issuers.getOrDefault(certificate, List.of());
        if (!known
                .isEmpty()) { // the issuers of one signature have one key: cross-signed or renewed certificates of one
            // CA
            return known.get(0).getPublicKey().equals(key);
        }
        Set<PublicKey> wrong = wrongKeys.computeIfAbsent(certificate, first -> new HashSet<>());
        if (verificationsLeft == 0 || wrong.contains(key)) {
            return false;
        }
        verificationsLeft--;
        return signedWith.test(certificate, key) || !wrong.add(key);
    }

    /** RFC 5280 sections 4.2.1.9 and 4.2.1.3. */
    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }
}
