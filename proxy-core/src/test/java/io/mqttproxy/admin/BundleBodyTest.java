package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.admin.BundleControl.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uploads as the encoders of several languages write them; what is refused is in {@code HostileBundlesIT}. */
class BundleBodyTest {

    @Test
    void readsEveryWayInWhichJsonWritesAText() throws ApiException {
        // when a slash, a plus and a line feed are escaped or not, as PHP, JavaScript and .NET do it
        Upload upload = BundleBody.parse(
                "{\"certificate\": \"-----BEGIN\\nMII\\/a\\u002Bb/c+d==\\r\\n\",\t\"key\": \"k\", \"sni\": [], \"keyPassword\": null}");

        // then
        assertThat(upload.certificate()).isEqualTo("-----BEGIN\nMII/a+b/c+d==\r\n");
        assertThat(upload.sni()).isEqualTo(List.of());
        assertThat(upload.keyPassword()).isNull();
        assertThat(upload.listeners()).isNull();
    }
}
