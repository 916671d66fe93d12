package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** An end-entity certificate with its key, in memory and as PEM files. Thread-safe; made by {@link TestAuthority}. */
public final class TestCertificate {

    private final PemFolder folder;
    private final String name;
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final Path certFile;
    private final Path keyFile;

    TestCertificate(PemFolder folder, CertificateSpec spec, PrivateKey privateKey, List<X509Certificate> toRoot) {
        this.folder = folder;
        this.name = spec.subject().toString();
        this.privateKey = privateKey;
        this.chain = toRoot.subList(0, toRoot.size() - 1);
        this.certFile = folder.certificates(name, chain);
        this.keyFile = folder.pkcs8Key(name, privateKey);
    }

    /** The certificate, then the intermediates, without the root. */
    public List<X509Certificate> chain() {
        return chain;
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    /** PEM: the certificate first, intermediates after it. */
    public Path certFile() {
        return certFile;
    }

    /** PEM: the certificate alone, as somebody delivers it who forgot the intermediates. */
    public Path leafOnlyFile() {
        return folder.certificates(name, chain.subList(0, 1));
    }

    /** {@code BEGIN PRIVATE KEY}, PKCS#8. */
    public Path keyFile() {
        return keyFile;
    }

    /** {@code BEGIN ENCRYPTED PRIVATE KEY}, PKCS#8 with PBES2 and AES-256. */
    public Path encryptedKeyFile(String password) {
        return folder.encryptedPkcs8Key(name, privateKey, password.toCharArray());
    }

    /** Writes key and chain into a PKCS#12 store, whose password is also the key's; gives the file back. */
    public Path pkcs12(Path file, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", privateKey, password.toCharArray(), chain.toArray(new Certificate[0]));
            store.store(out, password.toCharArray());
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    /** {@code BEGIN EC PRIVATE KEY} or {@code BEGIN RSA PRIVATE KEY}. */
    public Path traditionalKeyFile() {
        return folder.traditionalKey(name, privateKey);
    }

    /** The traditional form with {@code Proc-Type: 4,ENCRYPTED} and AES-256. */
    public Path encryptedTraditionalKeyFile(String password) {
        return folder.encryptedTraditionalKey(name, privateKey, password.toCharArray());
    }
}
