package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"alpn, ALPN", "authority, AUTHORITY", "crc32c, CRC32C", "unique-id, UNIQUE_ID", "ssl, SSL"})
    void findsAFieldByItsName(String name, Tlv tlv) {
        assertThat(Tlv.named(name)).isEqualTo(tlv);
        assertThat(tlv.configName()).isEqualTo(name);
    }

    @Test
    void refusesAnUnknownFieldAndListsTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tlv.named("SSL"))
                .withMessage(
                        "SSL (expected: one of alpn, authority, crc32c, unique-id, ssl, ssl.version, ssl.cn, ssl.cipher,"
                                + " ssl.sig-alg, ssl.key-alg, ssl.group, ssl.sig-scheme, ssl.client-cert)");
    }

    @ParameterizedTest
    @CsvSource({"off, OFF", "v1, V1", "v2, V2"})
    void findsAVersionByItsName(String name, ProxyProtocolVersion version) {
        assertThat(ProxyProtocolVersion.named(name)).isEqualTo(version);
        assertThat(version.configName()).isEqualTo(name);
    }

    @Test
    void refusesAnUnknownVersionAndListsTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyProtocolVersion.named("v3"))
                .withMessage("v3 (expected: off, v1 or v2)");
    }
}
