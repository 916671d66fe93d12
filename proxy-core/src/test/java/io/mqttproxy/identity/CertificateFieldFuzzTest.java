package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Contract: any text is the name of a field or of none, and the name of a field is one of the same field. */
class CertificateFieldFuzzTest {
    @FuzzTest
    void parses(byte[] utf8) {
        CertificateField field = CertificateField.of(new String(utf8, StandardCharsets.UTF_8));

        if (field != null) {
            assertThat(CertificateField.of(field.configName())).isEqualTo(field);
            assertThat(CleanText.firstUnclean(field.configName())).isEqualTo(-1);
        }
    }
}
