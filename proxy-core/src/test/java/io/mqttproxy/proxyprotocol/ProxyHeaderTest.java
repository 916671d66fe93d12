package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("client.example", 1);

    @Test
    void refusesAnUnresolvedSource() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyHeader.ofAddresses(UNRESOLVED, DESTINATION))
                .withMessageMatching("source client\\.example.* \\(expected: a resolved address\\)");
    }

    @Test
    void refusesAnUnresolvedDestination() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyHeader.ofAddresses(SOURCE, UNRESOLVED))
                .withMessageMatching("destination client\\.example.* \\(expected: a resolved address\\)");
    }

    @Test
    void keepsItsIdentifierToItself() {
        byte[] given = {1, 2, 3};
        ProxyHeader header = Headers.withUniqueId(given);

        given[0] = 9;
        byte[] returned = Objects.requireNonNull(header.uniqueId());
        assertThat(returned).containsExactly(1, 2, 3);
        returned[0] = 9;

        assertThat(header.uniqueId()).containsExactly(1, 2, 3);
    }

    @Test
    void isEqualByContent() {
        assertThat(Headers.withUniqueId(new byte[] {1}))
                .isEqualTo(Headers.withUniqueId(new byte[] {1}))
                .hasSameHashCodeAs(Headers.withUniqueId(new byte[] {1}))
                .isNotEqualTo(Headers.withUniqueId(new byte[] {2}))
                .isNotEqualTo(Headers.addresses());
    }

    @Test
    void keepsTextFromClientsOutOfItsDescription() {
        assertThat(Headers.withAuthority("a\nb")).hasToString("ProxyHeader[/192.0.2.1:56324 to /198.51.100.7:8883]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TLSv1.3\n", "TLS 1.3", "TLSv1.\u00B3", "\u007F"})
    void refusesATlsVersionOrCipherThatIsNoName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsFacts(name, "TLS_AES_128_GCM_SHA256", false, false, null))
                .withMessage("TLS version (expected: printable ASCII without spaces)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsFacts("TLSv1.3", name, false, false, null))
                .withMessage("TLS cipher (expected: printable ASCII without spaces)");
    }
}
