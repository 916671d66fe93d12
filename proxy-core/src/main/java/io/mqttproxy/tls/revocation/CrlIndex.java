package io.mqttproxy.tls.revocation;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;

/**
 * CRLs by the CA that has signed them; immutable in its content.
 *
 * <p>A CRL belongs to a CA when the name is the same and the CA's key verifies the signature, so that of two CAs with one
 * name none speaks for the other's certificates. The CAs of {@code caFile} are known at the start; an intermediate is
 * first seen in a client's verified path, and the signature is verified then, once.
 */
final class CrlIndex implements CrlSource {

    /** Only CAs that a trusted CA has vouched for come here; the bound is against mistakes, not against strangers. */
    private static final int MOST_AUTHORITIES = 1_000;

    private final Map<X500Principal, List<Crl>> byName = new HashMap<>();
    private final Map<X509Certificate, List<Crl>> byAuthority = new ConcurrentHashMap<>();

    CrlIndex(List<Crl> crls) {
        for (Crl crl : crls) {
            byName.computeIfAbsent(crl.issuer(), name -> new ArrayList<>()).add(crl);
        }
    }

    @Override
    public List<Crl> of(X509Certificate authority) {
        List<Crl> known = byAuthority.get(authority);
        if (known != null) {
            return known;
        }
        List<Crl> found = latest(byName.getOrDefault(authority.getSubjectX500Principal(), List.of()).stream()
                .filter(crl -> crl.signedBy(authority))
                .toList());
        if (byAuthority.size() < MOST_AUTHORITIES) {
            byAuthority.put(authority, found);
        }
        return found;
    }

    /** Without those that another one replaces. */
    static List<Crl> latest(List<Crl> crls) {
        return crls.stream()
                .filter(crl -> crls.stream().noneMatch(other -> other.replaces(crl)))
                .toList();
    }

    /** The CAs that were asked about, so that the next index can verify ahead of the first handshake. */
    Set<X509Certificate> authorities() {
        return byAuthority.keySet();
    }
}
