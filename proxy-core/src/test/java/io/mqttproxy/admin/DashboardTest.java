package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the pages without a browser. */
class DashboardTest {

    private final AdminAnswer page = new Dashboard().page();

    @ParameterizedTest
    @ValueSource(strings = {"script", "style"})
    void runsNothingButWhatIsInItByItsHash(String element) throws Exception {
        // given what stands between the tags
        Matcher content = Pattern.compile("<" + element + ">(.*)</" + element + ">", Pattern.DOTALL)
                .matcher(page.body());
        assertThat(content.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(policy())
                .startsWith("default-src 'none';")
                .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';")
                .doesNotContain("unsafe")
                .contains("frame-ancestors 'none'");
        assertThat(page.body()).containsOnlyOnce("<" + element + ">");
    }

    @Test
    void hasNothingFromOutsideAndMakesNoMarkupOfText() {
        assertThat(page.body())
                .doesNotContain("http:", "https:", "src=", "innerHTML", "outerHTML", "insertAdjacentHTML")
                .doesNotContain("document.write", "eval(", " style=", " onclick");
    }

    @Test
    void leadsFromEveryReasonToItsMeaning() throws Exception {
        // given the reasons of the documentation
        String reasons = new ReasonsPage().page().body();
        Matcher documented = Pattern.compile("<a id=\"([a-z_]+)\">")
                .matcher(Files.readString(Path.of("..", "docs", "close-reasons.md")));

        // then
        int count = 0;
        while (documented.find()) {
            assertThat(reasons).containsOnlyOnce("<dt id=\"" + documented.group(1) + "\">");
            count++;
        }
        assertThat(count).isGreaterThan(30);
        assertThat(reasons).doesNotContain("](", "`", "| ");
    }

    @Test
    void bansAndRevokesFromTheListByWholeNamesOnly() {
        // given what makes the buttons of a session
        Matcher buttons = Pattern.compile("\nfunction acts\\(s\\) \\{\n(.*?)\n}\n", Pattern.DOTALL)
                .matcher(page.body());
        assertThat(buttons.find()).isTrue();

        // then there is one for a client id and an identity that were not cut, and none for an address
        assertThat(page.body()).containsOnlyOnce("const WHOLE = " + ClientFilter.LONGEST_PATTERN + ";");
        assertThat(buttons.group(1))
                .contains("if (whole(s.clientId)) list.push(button('Ban 1 h'", "if (whole(s.identity)) list.push(")
                .contains("'/api/v1/sessions/disconnect', {id: s.id}")
                .doesNotContain("{address", "address:");
    }

    @Test
    void comesBackWhenItsStreamFallsSilent() {
        assertThat(page.body())
                .contains("signal: quit.signal")
                .contains("setTimeout(() => { silent = true; quit.abort(); }, SILENCE)")
                .contains("not live");
    }

    private String policy() {
        return Objects.requireNonNull(page.headers().get("content-security-policy"));
    }
}
