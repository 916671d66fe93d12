package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionIdContextTest {

    @TempDir
    private Path folder;

    @Test
    void isTheSameForTheSameFacts() {
        assertThat(new SessionIdContext().with("listener", "a").bytes())
                .isEqualTo(new SessionIdContext().with("listener", "a").bytes());
    }

    @Test
    void isAsLongAsTheEnginesAllow() {
        assertThat(new SessionIdContext().bytes()).hasSize(32);
    }

    @Test
    void keepsTheEndOfOneFactAndTheBeginningOfTheNextApart() {
        assertThat(List.of(
                        context("ab", "c"),
                        context("a", "bc"),
                        context("abc", ""),
                        context("", "abc"),
                        new SessionIdContext().with("ab", "c").with("", "").bytes(),
                        new SessionIdContext().with("a", "b").with("c", "").bytes(),
                        new SessionIdContext().bytes()))
                .doesNotHaveDuplicates();
    }

    @Test
    void dependsOnEveryAnchorAndNotOnTheirOrder() throws Exception {
        // given
        TestPki pki = TestPki.in(folder);
        X509Certificate one = pki.root().certificate();
        X509Certificate other = pki.stranger().certificate();

        // then
        assertThat(List.of(
                        new SessionIdContext().with(List.of()).bytes(),
                        new SessionIdContext().with(List.of(one)).bytes(),
                        new SessionIdContext().with(List.of(other)).bytes(),
                        new SessionIdContext().with(List.of(one, other)).bytes(),
                        new SessionIdContext().with(List.of(one, one)).bytes()))
                .doesNotHaveDuplicates();
        assertThat(new SessionIdContext().with(List.of(one, other)).bytes())
                .isEqualTo(new SessionIdContext().with(List.of(other, one)).bytes());
    }

    private static byte[] context(String name, String value) {
        return new SessionIdContext().with(name, value).bytes();
    }
}
