package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets paths have in common what is the same in them. Each connection keeps its path for as long as it lives; of a million,
 * all that is their own should be the serial number of the client's certificate. Thread-safe.
 */
final class SharedParts {

    /** A CA that writes another URI into each certificate pushes out its own. */
    private static final int MOST = 1_024;

    private final BoundedCache<List<String>, List<String>> locations = new BoundedCache<>(MOST);
    private final BoundedCache<IssuedCertificate, IssuedCertificate> authorities = new BoundedCache<>(MOST);

    /** An equal path, made of parts that others have as well. */
    VerifiedPath in(VerifiedPath path) {
        List<IssuedCertificate> certificates =
                new ArrayList<>(path.certificates().size());
        for (IssuedCertificate certificate : path.certificates()) {
            IssuedCertificate light = certificate.locations(
                    one(locations, certificate.crlLocations()), one(locations, certificate.ocspLocations()));
            certificates.add(certificates.isEmpty() ? light : one(authorities, light));
        }
        return new VerifiedPath(certificates, path.notBefore(), path.notAfter());
    }

    private static <T> T one(BoundedCache<T, T> known, T value) {
        @Nullable T first = known.get(value);
        if (first != null) {
            return first;
        }
        known.put(value, value);
        return value;
    }
}
