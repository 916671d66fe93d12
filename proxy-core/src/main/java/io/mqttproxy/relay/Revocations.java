package io.mqttproxy.relay;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What operators have revoked by hand: refused from then on, until the process ends or the revocation is taken back. A
 * revocation that has to outlive the process belongs into a CRL.
 *
 * <p>Safe for all threads; asked by event loops once for each CONNECT.
 */
public final class Revocations {

    private final Map<RevokedBy, Set<String>> revoked;

    /** Nothing is revoked. */
    public Revocations() {
        ConcurrentMap<RevokedBy, Set<String>> sets = new ConcurrentHashMap<>();
        for (RevokedBy kind : RevokedBy.values()) {
            sets.put(kind, ConcurrentHashMap.newKeySet());
        }
        revoked = sets;
    }

    /** Revokes; connections that are open end with the next {@link CredentialWatch#look()}. */
    public void add(RevokedBy kind, String value) {
        values(kind).add(kind.normalize(value));
    }

    /**
     * Takes a revocation back.
     *
     * @return whether there was one
     */
    public boolean remove(RevokedBy kind, String value) {
        return values(kind).remove(kind.normalize(value));
    }

    /** What is revoked now, sorted. */
    public Set<String> list(RevokedBy kind) {
        return new TreeSet<>(values(kind));
    }

    boolean contains(Credential credential) {
        for (RevokedBy kind : RevokedBy.values()) {
            Set<String> values = values(kind);
            if (!values.isEmpty() && kind.of(credential).stream().anyMatch(values::contains)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> values(RevokedBy kind) {
        return revoked.getOrDefault(kind, Set.of());
    }
}
