package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Secret;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the private key of a PEM file: PKCS#8 and OpenSSL's traditional RSA and EC forms, each plain or encrypted.
 *
 * <p>Plain keys need the JDK's own providers only. Encrypted ones need algorithms that the JDK does not have (OpenSSL's
 * key derivation, the padding under BouncyCastle's name), so for them alone BouncyCastle's provider is made, which costs
 * half a second of the start; it is never registered with the JDK.
 */
final class PrivateKeyReader {

    private static final String EXPECTED =
            "(expected: a PEM file with one private key, PKCS#8 or OpenSSL's traditional form)";

    private PrivateKeyReader() {}

    /**
     * Reads the first private key of the file.
     *
     * @param password the configured password; null when none is configured
     * @throws ConfigException when there is no key, the key is encrypted and no password is configured, or the password is
     *     wrong; the message never contains the password
     */
    static PrivateKey read(FileRef file, @Nullable Secret password) throws ConfigException {
        return read(file, PemReader.text(file, EXPECTED), password);
    }

    /**
     * The same for what would be in the file.
     *
     * @param file for messages
     */
    static PrivateKey read(FileRef file, String text, @Nullable Secret password) throws ConfigException {
        for (Object object : PemReader.objects(file, text, EXPECTED)) {
            @Nullable PrivateKeyInfo key = toKeyInfo(file, object, password);
            if (key != null) {
                return toKey(file, key);
            }
        }
        throw PemReader.problem(file, "no private key in the file", EXPECTED);
    }

    private static @Nullable PrivateKeyInfo toKeyInfo(FileRef file, Object object, @Nullable Secret password)
            throws ConfigException {
        if (object instanceof PrivateKeyInfo key) {
            return key;
        }
        if (object instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (object instanceof PKCS8EncryptedPrivateKeyInfo || object instanceof PEMEncryptedKeyPair) {
            if (password == null) {
                throw PemReader.problem(
                        file,
                        "the key is encrypted and no keyPassword is set",
                        "(expected: keyPassword beside keyFile)");
            }
            return decrypt(file, object, password);
        }
        return null; // certificates and "EC PARAMETERS" blocks may stand in front of the key
    }

    private static PrivateKeyInfo decrypt(FileRef file, Object encrypted, Secret password) throws ConfigException {
        char[] characters = Passwords.read(file, "keyPassword", password);
        try {
            if (encrypted instanceof PKCS8EncryptedPrivateKeyInfo pkcs8) {
                if (KeyDerivation.isTooCostly(pkcs8.toASN1Structure().getEncryptionAlgorithm())) {
                    throw PemReader.problem(
                            file,
                            "the key is encrypted in a way that takes minutes or gigabytes to open",
                            "(expected: at most 10 million iterations, or 32 MiB for scrypt)");
                }
                return pkcs8.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(characters));
            }
            return ((PEMEncryptedKeyPair) encrypted)
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(characters))
                    .getPrivateKeyInfo();
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            throw PemReader.problem(file, "the key does not open with keyPassword", "(expected: the key's password)");
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static PrivateKey toKey(FileRef file, PrivateKeyInfo key) throws ConfigException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(key);
        } catch (PEMException e) {
            throw PemReader.problem(
                    file, "a kind of key that is not supported", "(expected: an EC, RSA or Ed25519 key)");
        }
    }
}
