package io.mqttproxy.perf.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates of a fleet, made when they are first asked for.
 *
 * <p>All have one key, because making keys takes time and no server can tell: a proxy sees different names, serial numbers
 * and signatures, and has to verify each. Not thread-safe.
 */
public final class Devices {

    private final Authority authority;
    private final KeyPair keys;
    private final List<X509Certificate> certificates = new ArrayList<>();

    /** A fleet without devices. */
    public Devices(Authority authority) throws GeneralSecurityException {
        this.authority = authority;
        this.keys = Authority.newKeys();
    }

    /** Sees to it that there are so many. */
    public void grow(int count) throws IOException, GeneralSecurityException {
        while (certificates.size() < count) {
            certificates.add(authority.device(name(certificates.size()), keys));
        }
    }

    /** The certificate of a device that {@link #grow} has made. */
    public X509Certificate certificate(int device) {
        return certificates.get(device);
    }

    /** The key of all. */
    public PrivateKey key() {
        return keys.getPrivate();
    }

    /** The common name of a device. */
    public static String name(int device) {
        return String.format("device-%06d", device);
    }
}
