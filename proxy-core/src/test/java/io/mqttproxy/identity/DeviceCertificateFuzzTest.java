package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Contract: any bytes are a certificate or an {@link IdentityException}, and so is every field; nothing else. */
class DeviceCertificateFuzzTest {
    private static final List<String> FIELDS = Stream.concat(
                    CertificateField.names().stream(), Stream.of("subject.ou", "issuer.o", "subject.2.5.4.5"))
            .toList();

    @FuzzTest
    void parses(byte[] der) {
        DeviceCertificate certificate;
        try {
            certificate = DeviceCertificate.parse(der);
        } catch (IdentityException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            return;
        }
        for (String field : FIELDS) {
            read(certificate, Objects.requireNonNull(CertificateField.of(field)));
        }
    }

    private static void read(DeviceCertificate certificate, CertificateField field) {
        try {
            String value = certificate.find(field);
            if (value != null) {
                int longest = field.equals(CertificateField.SPIFFE) ? 2048 : DeviceCertificate.MAX_FIELD_BYTES;
                assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, longest);
                assertThat(CleanText.firstUnclean(value)).isEqualTo(-1);
            }
        } catch (IdentityException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            assertThat(CleanText.firstUnclean(e.toString())).isEqualTo(-1);
        }
    }
}
