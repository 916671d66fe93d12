package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one key with its certificates out of a key store: PKCS#12 (RFC 7292) or JKS, told apart by their first bytes and
 * not by the file's name.
 */
final class KeyStoreReader {

    private static final String EXPECTED = "(expected: a PKCS#12 or JKS key store)";

    private static final String PKCS12 = "PKCS12";

    /** The first four bytes of every JKS. */
    private static final int JKS_MAGIC = 0xFEEDFEED;

    /** DER's tag of the sequence that every PKCS#12 is. */
    private static final int DER_SEQUENCE = 0x30;

    private KeyStoreReader() {}

    /**
     * Reads the entry that the configuration means.
     *
     * @throws ConfigException when the file is no key store, does not open with the password, or the configuration does
     *     not single out one private key in it; no message contains the password
     */
    static KeyEntry read(KeySource.Store source) throws ConfigException {
        FileRef file = source.storeFile();
        char[] password = Passwords.read(file, "storePassword", source.storePassword());
        try {
            KeyStore store = open(file, content(file), password);
            String alias = alias(file, store, source.storeAlias());
            return new KeyEntry(key(file, store, alias, password), chain(file, store, alias), file, file);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a loaded key store does not answer", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static byte[] content(FileRef file) throws ConfigException {
        try {
            return Files.readAllBytes(file.path());
        } catch (IOException e) {
            throw PemReader.problem(file, "cannot be read: " + e.getClass().getSimpleName(), EXPECTED);
        }
    }

    private static KeyStore open(FileRef file, byte[] content, char[] password) throws ConfigException {
        String type = type(file, content);
        if (type.equals(PKCS12) && !CharBuffer.wrap(password).chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw PemReader.problem(
                    file,
                    "storePassword has characters beyond ASCII",
                    "(expected: for PKCS#12 a password of ASCII characters)"); // the JDK derives keys from no others
        }
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw PemReader.problem(
                        file, "the key store does not open with storePassword", "(expected: the store's password)");
            }
            throw PemReader.problem(file, "damaged key store", EXPECTED);
        } catch (GeneralSecurityException e) {
            throw PemReader.problem(file, "a kind of encryption that is not supported", EXPECTED);
        }
    }

    private static String type(FileRef file, byte[] content) throws ConfigException {
        if (content.length == 0) {
            throw PemReader.problem(file, "empty", EXPECTED);
        }
        if (content.length >= Integer.BYTES && ByteBuffer.wrap(content).getInt() == JKS_MAGIC) {
            return "JKS";
        }
        if (content[0] == DER_SEQUENCE) {
            return PKCS12;
        }
        throw content[0] == '-'
                ? PemReader.problem(
                        file,
                        "a PEM file",
                        "(expected: a PKCS#12 or JKS key store; PEM goes into certFile and keyFile)")
                : PemReader.problem(file, "neither PKCS#12 nor JKS", EXPECTED);
    }

    private static String alias(FileRef file, KeyStore store, @Nullable String wanted)
            throws ConfigException, KeyStoreException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        Collections.sort(keys);
        if (keys.isEmpty()) {
            throw PemReader.problem(file, "no private key in the key store", "(expected: a key with its certificates)");
        }
        String all = String.join(", ", keys);
        if (wanted == null && keys.size() > 1) {
            throw PemReader.problem(
                    file, keys.size() + " private keys in the key store", "(expected: storeAlias, one of " + all + ")");
        }
        if (wanted != null && !store.isKeyEntry(wanted)) {
            throw PemReader.problem(
                    file, "no private key under the alias " + wanted, "(expected: storeAlias, one of " + all + ")");
        }
        return wanted == null ? keys.get(0) : wanted;
    }

    private static PrivateKey key(FileRef file, KeyStore store, String alias, char[] password)
            throws ConfigException, KeyStoreException {
        try {
            Key key = store.getKey(alias, password);
            if (key instanceof PrivateKey privateKey) {
                return privateKey;
            }
            throw PemReader.problem(
                    file, "the entry " + alias + " is no private key", "(expected: a key with its certificates)");
        } catch (UnrecoverableKeyException e) {
            throw PemReader.problem(
                    file,
                    "the key " + alias + " does not open with storePassword",
                    "(expected: the same password for the key as for the store)");
        } catch (GeneralSecurityException e) {
            if (e instanceof KeyStoreException broken) {
                throw broken;
            }
            throw PemReader.problem(
                    file, "a kind of key that is not supported", "(expected: an EC, RSA or Ed25519 key)");
        }
    }

    private static List<X509Certificate> chain(FileRef file, KeyStore store, String alias)
            throws ConfigException, KeyStoreException {
        Certificate @Nullable [] entries = store.getCertificateChain(alias);
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate entry : entries == null ? new Certificate[0] : entries) {
            if (entry instanceof X509Certificate certificate) {
                chain.add(certificate);
            }
        }
        if (chain.isEmpty()) {
            throw PemReader.problem(
                    file, "no certificate with the key " + alias, "(expected: a key with its certificates)");
        }
        return chain;
    }
}
