package io.mqttproxy.tls;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.Source;
import io.mqttproxy.testsupport.TestCertificate;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key stores as tests write and load them, with one password for all. */
final class KeyStores {

    static final String PASSWORD = "p4ss word";

    private KeyStores() {}

    static KeyMaterial load(Path file, String password, @Nullable String alias) throws ConfigException {
        Source source = new Source("proxy.yaml", 2, 7, "storeFile");
        FileRef reference = new FileRef(file, String.valueOf(file.getFileName()), source);
        KeySource keys = new KeySource.Store(reference, new Secret.Literal(password), alias);
        return KeyMaterial.load(new CertificateConfig("acme/server", keys, source), InstantSource.system());
    }

    static KeyStore store(String type, String alias, TestCertificate key, List<X509Certificate> chain)
            throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        add(store, alias, key, chain);
        return store;
    }

    static void add(KeyStore store, String alias, TestCertificate key, List<X509Certificate> chain) throws Exception {
        store.setKeyEntry(alias, key.privateKey(), PASSWORD.toCharArray(), array(chain));
    }

    static Certificate[] array(List<X509Certificate> chain) {
        return chain.toArray(new Certificate[0]);
    }

    static Path write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
