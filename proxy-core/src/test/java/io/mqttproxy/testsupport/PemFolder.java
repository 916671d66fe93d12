package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Writes PEM files, each under a name of its own, into one folder. */
final class PemFolder {

    private final Path folder;
    private final AtomicInteger written = new AtomicInteger();

    PemFolder(Path folder) {
        this.folder = folder;
    }

    Path certificates(String name, List<X509Certificate> chain) {
        return write(name, "pem", chain.stream().map(PemFolder::pem).toArray());
    }

    /** Not as BouncyCastle would write it, which reads it first and does not read every hostile certificate. */
    private static PemObject pem(X509Certificate certificate) {
        try {
            return new PemObject("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has no DER form", e);
        }
    }

    Path pkcs8Key(String name, PrivateKey key) {
        return write(name, "key", pkcs8(key, null));
    }

    Path encryptedPkcs8Key(String name, PrivateKey key, char[] password) {
        try {
            OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPassword(password)
                    .build();
            return write(name, "encrypted.key", pkcs8(key, encryptor));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("cannot encrypt the key of " + name, e);
        }
    }

    Path traditionalKey(String name, PrivateKey key) {
        return write(name, "traditional.key", new MiscPEMGenerator(traditional(key)));
    }

    Path encryptedTraditionalKey(String name, PrivateKey key, char[] password) {
        PEMEncryptor encryptor = new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(new BouncyCastleProvider())
                .build(password);
        return write(name, "encrypted-traditional.key", new MiscPEMGenerator(traditional(key), encryptor));
    }

    /** The JDK leaves the curve out of the inner structure (RFC 5915), where the traditional form needs it. */
    private static PrivateKeyInfo traditional(PrivateKey key) {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        if (!(key instanceof ECPrivateKey ec)) {
            return info;
        }
        try {
            int bits = ec.getParams().getOrder().bitLength();
            ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
            return new PrivateKeyInfo(
                    info.getPrivateKeyAlgorithm(), new org.bouncycastle.asn1.sec.ECPrivateKey(bits, ec.getS(), curve));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object pkcs8(PrivateKey key, @Nullable OutputEncryptor encryptor) {
        try {
            return new JcaPKCS8Generator(key, encryptor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String extension, Object... objects) {
        String clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String shortName = clean.substring(0, Math.min(clean.length(), 40));
        Path file = folder.resolve(written.incrementAndGet() + "-" + shortName + "." + extension);
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }
}
