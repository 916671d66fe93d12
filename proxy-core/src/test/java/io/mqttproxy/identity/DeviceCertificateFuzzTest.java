package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Contract: any bytes are a certificate or an {@link IdentityException}, and so is every field; nothing else. */
class DeviceCertificateFuzzTest {
    @FuzzTest
    void parses(byte[] der) {
        DeviceCertificate certificate;
        try {
            certificate = DeviceCertificate.parse(der);
        } catch (IdentityException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            return;
        }
        for (CertificateField field : CertificateField.values()) {
            read(certificate, field);
        }
    }

    private static void read(DeviceCertificate certificate, CertificateField field) {
        try {
            String value = certificate.find(field);
            if (value != null) {
                assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, DeviceCertificate.MAX_FIELD_BYTES);
                assertThat(CleanText.firstUnclean(value)).isEqualTo(-1);
            }
        } catch (IdentityException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            assertThat(CleanText.firstUnclean(e.toString())).isEqualTo(-1);
        }
    }
}
