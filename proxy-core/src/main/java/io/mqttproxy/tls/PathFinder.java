package io.mqttproxy.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.security.auth.x500.X500Principal;

/**
 * Puts what a client has sent into order, whatever order it came in and whatever else came along (RFC 8446 section 4.4.2), at
 * a cost that has a bound: the JDK's own builder tries all orders of certificates that name each other. Thread-safe.
 */
final class PathFinder {

    /** How many ways a chain may be looked at; with CAs that sign each other crosswise there are a few. */
    private static final int MOST_PATHS = 8;

    private static final int KEY_CERT_SIGN = 5; // RFC 5280 section 4.2.1.3

    /** How many beginnings of such ways are followed. */
    private static final int MOST_STEPS = 100;

    private final Set<X509Certificate> anchors;
    private final Map<X500Principal, List<X509Certificate>> byName = new HashMap<>();
    private final BiPredicate<X509Certificate, PublicKey> signedWith;

    /**
     * @param anchors the CAs to trust
     * @param signedWith verifies the signature of a certificate with a key
     */
    PathFinder(Set<X509Certificate> anchors, BiPredicate<X509Certificate, PublicKey> signedWith) {
        this.anchors = anchors;
        this.signedWith = signedWith;
        for (X509Certificate anchor : anchors) {
            if (mayIssue(anchor)) {
                byName.computeIfAbsent(anchor.getSubjectX500Principal(), first -> new ArrayList<>())
                        .add(anchor);
            }
        }
    }

    /**
     * The ways from the client's certificate to a trusted CA, the shortest first, no more than a few. Names and signatures of
     * each have been compared, and that its CAs are CAs; dates and everything else have not.
     *
     * @param chain the client's certificate first, which is none of the CAs; the others in any order
     * @return each with the client's certificate first and the trusted CA last
     */
    List<List<X509Certificate>> find(List<X509Certificate> chain) {
        List<X509Certificate> unknown = new ArrayList<>(chain);
        unknown.removeIf(anchors::contains);
        return paths(chain.get(0), new IssuerSearch(unknown, signedWith).downFrom(named(unknown)));
    }

    /** The trusted CAs that can have issued one of these. */
    private Collection<X509Certificate> named(List<X509Certificate> certificates) {
        Collection<X509Certificate> named = new LinkedHashSet<>();
        for (X509Certificate certificate : certificates) {
            named.addAll(byName.getOrDefault(certificate.getIssuerX500Principal(), List.of()));
        }
        return named;
    }

    private List<List<X509Certificate>> paths(
            X509Certificate client, Map<X509Certificate, List<X509Certificate>> issuers) {
        List<List<X509Certificate>> whole = new ArrayList<>();
        Deque<List<X509Certificate>> begun = new ArrayDeque<>(List.of(List.of(client)));
        for (int step = 0; step < MOST_STEPS && !begun.isEmpty() && whole.size() < MOST_PATHS; step++) {
            List<X509Certificate> path = begun.remove();
            for (X509Certificate issuer : issuers.getOrDefault(path.get(path.size() - 1), List.of())) {
                if (!path.contains(issuer)) {
                    List<X509Certificate> longer = new ArrayList<>(path);
                    longer.add(issuer);
                    (anchors.contains(issuer) ? whole : begun).add(longer);
                }
            }
        }
        return whole;
    }

    /**
     * A certificate that says that it is no CA, such as one of a device that stands in {@code caFile} itself, vouches for
     * nobody else. Roots that do not say it either way, as those of X.509 v1, are taken at the operator's word unless their
     * key usage is another one.
     */
    private static boolean mayIssue(X509Certificate anchor) {
        boolean[] usage = anchor.getKeyUsage();
        boolean saysNothing = anchor.getExtensionValue("2.5.29.19") == null && (usage == null || usage[KEY_CERT_SIGN]);
        return saysNothing || anchor.getBasicConstraints() >= 0;
    }
}
