package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.admin.BundleControl.Upload;
import java.nio.charset.StandardCharsets;

/** Whatever comes as an upload, it has a certificate and a key, or is refused on one line that says what was expected. */
class BundleBodyFuzzTest {

    @FuzzTest
    void parse(byte[] body) {
        try {
            Upload upload = BundleBody.parse(new String(body, StandardCharsets.UTF_8));
            assertThat(upload.certificate()).isNotBlank();
            assertThat(upload.key()).isNotBlank();
            assertThat(upload).hasToString("Upload[***]");
        } catch (ApiException e) {
            assertThat(e).message().contains("(expected: ").doesNotContain("\n");
        }
    }
}
