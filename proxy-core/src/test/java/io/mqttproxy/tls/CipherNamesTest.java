package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.netty.handler.ssl.OpenSsl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherNamesTest {

    @BeforeEach
    void loadTheNativeEngine() {
        OpenSsl.ensureAvailability();
    }

    @Test
    void agreesWithTheNativeEngineOnItsCertificateSuites() {
        // given both of Netty's lists; SSL_ and AEAD- are second names of suites that are there under a first one
        Set<String> ofJava = without("SSL_", OpenSsl.availableJavaCipherSuites());
        Set<String> ofOpenSsl = without("AEAD-", OpenSsl.availableOpenSslCipherSuites());

        // when
        Set<String> mapped = ofJava.stream().map(CipherNames::openSsl).collect(Collectors.toCollection(TreeSet::new));

        // then
        assertThat(mapped).isNotEmpty().containsExactlyInAnyOrderElementsOf(ofOpenSsl);
    }

    @Test
    @RequiresProgram("openssl")
    void agreesWithOpensslOnEverySuiteThatTheJdkHasToo() throws Exception {
        // given lines of "TLS_RSA_WITH_AES_128_CBC_SHA - AES128-SHA SSLv3 …"
        String listed = RunningProgram.run(
                        Duration.ofSeconds(10), "openssl", "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
                .stdout();
        Map<String, String> byStandardName = listed.lines()
                .map(line -> line.trim().split("[ ]+", 4))
                .collect(Collectors.toMap(words -> words[0], words -> words[2], (one, other) -> one));
        List<String> ofJdk =
                List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());

        // then
        assertThat(ofJdk)
                .filteredOn(byStandardName::containsKey)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(byStandardName.get(name)).isEqualTo(CipherNames.openSsl(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256, TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ECDHE-ECDSA-AES128-GCM-SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, ECDHE-RSA-AES256-SHA384",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, DHE-RSA-AES256-GCM-SHA384",
        "TLS_RSA_WITH_AES_256_GCM_SHA384, AES256-GCM-SHA384",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
        "TLS_PSK_WITH_AES_128_CBC_SHA, PSK-AES128-CBC-SHA",
        "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA, ECDHE-PSK-AES256-CBC-SHA",
    })
    void writesNamesAsOpensslDoes(String ofJava, String ofOpenSsl) {
        assertThat(CipherNames.openSsl(ofJava)).isEqualTo(ofOpenSsl);
    }

    /** Nothing here speaks TLS-PSK. */
    private static Set<String> without(String prefix, Set<String> suites) {
        return suites.stream()
                .filter(name -> !name.startsWith(prefix) && !name.contains("PSK"))
                .collect(Collectors.toSet());
    }
}
