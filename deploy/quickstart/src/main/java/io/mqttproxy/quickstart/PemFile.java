package io.mqttproxy.quickstart;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;

/** Writes PEM (RFC 7468): a certificate, or a key in PKCS#8 that only its owner may read. */
final class PemFile {

    private static final int LINE = 64;

    private PemFile() {}

    static void write(Path file, X509Certificate certificate) throws IOException, CertificateEncodingException {
        Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
    }

    static void write(Path file, PrivateKey key) throws IOException {
        Files.deleteIfExists(file); // permissions are given when a file is made
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            Channels.newOutputStream(channel)
                    .write(pem("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
