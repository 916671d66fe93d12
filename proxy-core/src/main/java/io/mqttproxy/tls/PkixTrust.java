package io.mqttproxy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's path validation (RFC 5280 section 6) with the given CAs and no others. */
final class PkixTrust {

    private PkixTrust() {}

    /**
     * Makes the validator.
     *
     * @param anchors the CAs to trust, at least one; an empty list would mean that nobody is trusted, which no operator
     *     means
     */
    static X509ExtendedTrustManager of(List<X509Certificate> anchors) throws GeneralSecurityException {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("anchors: [] (expected: at least one CA certificate)");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(keyStore(anchors));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no PKIX trust manager in this Java runtime");
    }

    private static KeyStore keyStore(List<X509Certificate> anchors) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (X509Certificate anchor : anchors) {
                store.setCertificateEntry("ca-" + index++, anchor);
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store does not load", e);
        }
    }
}
