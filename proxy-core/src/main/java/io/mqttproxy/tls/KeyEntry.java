package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and certificates as a bundle's files hold them, not checked yet.
 *
 * @param chain at least one, in the order of the file
 * @param keyFile where the key is from, for messages
 * @param certFile where the certificates are from, for messages; the same file for a key store
 */
record KeyEntry(PrivateKey key, List<X509Certificate> chain, FileRef keyFile, FileRef certFile) {

    /**
     * Reads a bundle's files; blocks.
     *
     * @throws ConfigException when a file cannot be read, or does not open with its password
     */
    static KeyEntry read(KeySource source) throws ConfigException {
        if (source instanceof KeySource.Store store) {
            return KeyStoreReader.read(store);
        }
        KeySource.Pem pem = (KeySource.Pem) source;
        return new KeyEntry(
                PrivateKeyReader.read(pem.keyFile(), pem.keyPassword()),
                PemReader.certificates(pem.certFile()),
                pem.keyFile(),
                pem.certFile());
    }

    /** A key never reaches a log. */
    @Override
    public String toString() {
        return "KeyEntry[" + keyFile.configured() + "]";
    }
}
