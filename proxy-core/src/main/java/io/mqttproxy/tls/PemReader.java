package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one PEM file (RFC 7468), in file order, with errors that name the configuration key.
 *
 * <p>BouncyCastle reads the armour because it knows the traditional key forms too; certificates are handed on as the JDK's.
 */
final class PemReader {

    private static final String EXPECTED_CERTIFICATES = "(expected: a PEM file with at least one certificate)";

    private PemReader() {}

    /**
     * Reads every certificate of the file; other objects in it are passed over.
     *
     * @throws ConfigException when the file cannot be read, holds something that is no PEM, or holds no certificate
     */
    static List<X509Certificate> certificates(FileRef file) throws ConfigException {
        return certificates(file, text(file, EXPECTED_CERTIFICATES));
    }

    /**
     * The same for what would be in the file.
     *
     * @param file for messages
     */
    static List<X509Certificate> certificates(FileRef file, String text) throws ConfigException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object object : objects(file, text, EXPECTED_CERTIFICATES)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (CertificateException | IOException e) {
            throw problem(file, "not a certificate that can be read", EXPECTED_CERTIFICATES);
        }
        if (certificates.isEmpty()) {
            throw problem(file, "no certificate in the file", EXPECTED_CERTIFICATES);
        }
        return certificates;
    }

    /** Reads all PEM objects as BouncyCastle's types. */
    static List<Object> objects(FileRef file, String text, String expected) throws ConfigException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            List<Object> objects = new ArrayList<>();
            for (@Nullable Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
            return objects;
        } catch (IOException | RuntimeException e) {
            // BouncyCastle reports some damaged ASN.1 with unchecked exceptions of several kinds.
            throw problem(file, "damaged PEM", expected);
        }
    }

    static String text(FileRef file, String expected) throws ConfigException {
        try {
            return Files.readString(file.path());
        } catch (CharacterCodingException e) {
            throw problem(file, "not a text file; DER is not read", expected);
        } catch (IOException e) {
            throw problem(file, "cannot be read: " + e.getClass().getSimpleName(), expected);
        }
    }

    static ConfigException problem(FileRef file, String what, String expected) {
        return new ConfigException(
                List.of(new Problem(file.source(), what + ": " + file.configured() + " " + expected)));
    }
}
