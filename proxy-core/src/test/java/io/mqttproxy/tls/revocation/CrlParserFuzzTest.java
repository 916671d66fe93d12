package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever a web server or a half-written file holds: CRLs, or one exception. */
class CrlParserFuzzTest {

    @FuzzTest
    void parses(byte[] bytes) {
        List<Crl> crls;
        try {
            crls = CrlParser.parse(bytes);
        } catch (CrlException e) {
            assertThat(e).hasMessageNotContaining("null");
            return;
        }
        for (Crl crl : crls) {
            assertThat(crl.issuer().getEncoded()).isNotEmpty();
            assertThat(crl.replaces(crl)).isFalse();
        }
    }
}
