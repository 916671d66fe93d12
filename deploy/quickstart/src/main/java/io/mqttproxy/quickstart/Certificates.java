package io.mqttproxy.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PEM files of an authority, a server and two devices; {@code name.pem} and {@code name.key} each.
 *
 * @param folder where they are; absolute
 */
record Certificates(Path folder) {

    static final String AUTHORITY = "ca";
    static final String SERVER = "server";
    static final String DEVICE_A = "device-a";
    static final String DEVICE_B = "device-b";

    /** Shorter than this and the certificates are made anew. */
    private static final Duration LEFT = Duration.ofDays(1);

    /** Takes those of an earlier run while they are valid for another day, and makes new ones otherwise. */
    static Certificates in(Path folder) throws IOException, GeneralSecurityException {
        Certificates certificates = new Certificates(folder);
        if (!certificates.usable()) {
            Files.createDirectories(folder);
            certificates.make();
        }
        return certificates;
    }

    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private boolean usable() {
        boolean keys = Stream.of(SERVER, DEVICE_A, DEVICE_B).map(this::key).allMatch(Files::isReadable);
        return keys && Stream.of(AUTHORITY, SERVER, DEVICE_A, DEVICE_B).allMatch(this::stillValid);
    }

    /** Valid, and by the authority that is there now: an earlier run may have been stopped half way through. */
    private boolean stillValid(String name) {
        try {
            X509Certificate certificate = read(certificate(name));
            certificate.verify(read(certificate(AUTHORITY)).getPublicKey());
            certificate.checkValidity(Date.from(Instant.now().plus(LEFT)));
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void make() throws IOException, GeneralSecurityException {
        Authority authority = Authority.create("mqtt-proxy quickstart CA");
        PemFile.write(certificate(AUTHORITY), authority.certificate());
        authority.server("localhost", List.of("127.0.0.1", "::1")).write(certificate(SERVER), key(SERVER));
        authority.device(DEVICE_A).write(certificate(DEVICE_A), key(DEVICE_A));
        authority.device(DEVICE_B).write(certificate(DEVICE_B), key(DEVICE_B));
    }
}
