package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate and its key that did not come from files, held to what is asked of files. Used once. */
public final class UploadedKeys {

    /** A chain of five certificates with keys of 4096 bits takes 10 KiB. */
    private static final int MOST_CERTIFICATE_CHARS = 32 * 1024;

    /** A key of 8192 bits takes 7 KiB. */
    private static final int MOST_KEY_CHARS = 16 * 1024;

    private static final int MOST_CERTIFICATES = 10;

    private final FileRef certificate;
    private final FileRef key;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Prepares to read.
     *
     * @param certificate what the certificates are called in messages
     * @param key what the key is called in messages
     */
    public UploadedKeys(FileRef certificate, FileRef key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Reads and checks; derives keys from passwords and verifies signatures, so not on an event loop.
     *
     * @param bundle its name
     * @param chain PEM with the certificate first
     * @param keyText PEM
     * @param password null when the key is not encrypted
     * @throws ConfigException as {@link KeyMaterial#load}, and when a text is too long or a certificate too many; tells
     *     about the certificates and the key at once
     */
    public KeyMaterial read(String bundle, String chain, String keyText, @Nullable Secret password, InstantSource clock)
            throws ConfigException {
        @Nullable List<X509Certificate> certificates = certificates(chain);
        @Nullable PrivateKey privateKey = key(keyText, password);
        if (certificates == null || privateKey == null) {
            throw new ConfigException(problems);
        }
        return KeyMaterial.checked(bundle, new KeyEntry(privateKey, certificates, key, certificate), clock, null);
    }

    private @Nullable List<X509Certificate> certificates(String text) {
        try {
            requireSize(certificate, text, MOST_CERTIFICATE_CHARS);
            List<X509Certificate> chain = PemReader.certificates(certificate, text);
            if (chain.size() <= MOST_CERTIFICATES) {
                return chain;
            }
            throw PemReader.problem(
                    certificate, chain.size() + " certificates", "(expected: at most " + MOST_CERTIFICATES + ")");
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private @Nullable PrivateKey key(String text, @Nullable Secret password) {
        try {
            requireSize(key, text, MOST_KEY_CHARS);
            return PrivateKeyReader.read(key, text, password);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private static void requireSize(FileRef what, String text, int most) throws ConfigException {
        if (text.length() > most) {
            throw PemReader.problem(
                    what, text.length() + " characters", "(expected: PEM of at most " + most + " characters)");
        }
    }
}
