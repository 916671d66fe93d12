package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    private Path folder;

    @Test
    void theServerIsKnownByEveryNameOfThisMachine() throws Exception {
        Certificates certificates = Certificates.in(folder);

        X509Certificate server = read(certificates.certificate("server"));

        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        server.verify(read(certificates.certificate("ca")).getPublicKey());
    }

    @Test
    void aDevicesNameIsItsCommonName() throws Exception {
        Certificates certificates = Certificates.in(folder);

        X509Certificate device = read(certificates.certificate("device-a"));

        assertThat(device.getSubjectX500Principal().getName()).isEqualTo("CN=device-a");
        assertThat(device.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2"); // clientAuth
    }

    @Test
    void onlyTheOwnerReadsAKey() throws Exception {
        Certificates certificates = Certificates.in(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates.key("device-a"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondRunTakesWhatIsThere() throws Exception {
        String before = Files.readString(Certificates.in(folder).certificate("ca"));

        String after = Files.readString(Certificates.in(folder).certificate("ca"));

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aMissingFileMeansAllNewOnes() throws Exception {
        Certificates first = Certificates.in(folder);
        String before = Files.readString(first.certificate("ca"));
        Files.delete(first.key("device-b"));

        Certificates second = Certificates.in(folder);

        assertThat(Files.readString(second.certificate("ca"))).isNotEqualTo(before);
        assertThat(second.key("device-b")).exists();
    }

    @Test
    void anotherAuthoritysCertificateMeansAllNewOnes(@TempDir Path elsewhere) throws Exception {
        Certificates first = Certificates.in(folder);
        Certificates other = Certificates.in(elsewhere);
        String strange = Files.readString(other.certificate("device-a"));
        Files.writeString(first.certificate("device-a"), strange);

        Certificates second = Certificates.in(folder);

        assertThat(Files.readString(second.certificate("device-a"))).isNotEqualTo(strange);
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
