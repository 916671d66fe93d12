package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v2WithAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {
    static IntStream controlCharacters() {
        return IntStream.concat(IntStream.rangeClosed(0x00, 0x1F), IntStream.rangeClosed(0x7F, 0x9F));
    }

    @ParameterizedTest
    @MethodSource("controlCharacters")
    void refusesAControlCharacterInEveryText(int codePoint) {
        String text = "ab" + Character.toString(codePoint) + "c";
        String problem = String.format(
                Locale.ROOT, "control character U+%04X at index 2 (expected: text without any)", codePoint);

        assertRefused(Headers.withTls(Headers.verified(text)), "common name of the client's certificate: " + problem);
        assertRefused(Headers.withAlpn(text), "ALPN protocol: " + problem);
        assertRefused(Headers.withAuthority(text), "authority: " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "a\uDE00", "a\uD83Db", "a\uDE00\uD83D"})
    void refusesALoneSurrogateWhichWouldArriveAsAQuestionMark(String text) {
        assertRefused(
                Headers.withTls(Headers.verified(text)),
                String.format(
                        Locale.ROOT,
                        "common name of the client's certificate: lone surrogate U+%04X at index 1"
                                + " (expected: text without any)",
                        (int) text.charAt(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "~", "\u00A0", "a\uD83D\uDE00", "\uFFFD", "a,b=c\\\"+#$/"})
    void writesEverythingElse(String text) throws Exception {
        assertThat(encode(v2WithAll(), Headers.withTls(Headers.verified(text)))).isNotEmpty();
        assertThat(encode(v2WithAll(), Headers.withAuthority(text))).isNotEmpty();
    }

    @Test
    void refusesWithoutAStackTrace() {
        Throwable refusal = catchThrowable(() -> encode(v2WithAll(), Headers.withAuthority("a\nb")));

        assertThat(refusal).isInstanceOf(ProxyHeaderException.class);
        assertThat(refusal.getStackTrace()).isEmpty();
        refusal.addSuppressed(new IllegalStateException());
        assertThat(refusal.getSuppressed()).isEmpty();
    }

    private static void assertRefused(ProxyHeader header, String message) {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> encode(v2WithAll(), header))
                .withMessage(message);
    }
}
