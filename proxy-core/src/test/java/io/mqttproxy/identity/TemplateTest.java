package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Set<String> NAMES = Set.of("identity", "cert.subject.cn", "empty", "absent", "bad");
    private static final Map<String, String> VALUES =
            Map.of("identity", "device-1", "cert.subject.cn", "${identity}", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "${identity} | device-1",
                "a/${identity}/b | a/device-1/b",
                "${identity}${identity} | device-1device-1",
                "${cert.subject.cn} | ${identity}", // values are not templates
                "${absent:-none} | none",
                "x${absent:-} | x",
                "${identity:-none} | device-1",
                "x${empty:-none} | x",
                "${absent:-a:-b$c} | a:-b$c",
                "$${identity} | ${identity}",
                "$$${identity} | $${identity}",
                "a$b$ | a$b$",
                "} | }",
                "{identity} | {identity}",
            })
    void renders(String template, String text) throws Exception {
        assertThat(parse(template).render(TemplateTest::value)).isEqualTo(text);
    }

    @Test
    void rendersNothingAtAllWhenOneVariableHasNoValue() throws Exception {
        Template template = parse("a${identity}${absent}");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> template.render(TemplateTest::value))
                .withMessage("absent: no value (expected: one, or a default as in ${absent:-…})");
    }

    @Test
    void aDefaultDoesNotReplaceAValueThatCannotBeTrusted() throws Exception {
        Template template = parse("${bad:-fine}");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> template.render(TemplateTest::value))
                .withMessage("ambiguous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${idenity} | unknown variable ${idenity} (expected: ${identity})",
                "${Identity} | unknown variable ${Identity} (expected: ${identity})",
                "${cert.subject.cn | ${ without } (expected: ${name}, or $${ for a plain ${)",
                "${ | ${ without } (expected: ${name}, or $${ for a plain ${)",
                "${a\tb} | unknown variable ${a\\u0009b} (expected: one of identity)",
                "${} | unknown variable ${} (expected: one of identity)",
                "${identity:-${identity}} | ${identity:-…} with a variable as its default (expected: plain text)",
                "${identity:-$${x}} | ${identity:-…} with a variable as its default (expected: plain text)",
                "${:-x} | unknown variable ${} (expected: one of identity)",
            })
    void refuses(String template, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse(template, Set.of("identity")))
                .withMessage(message);
    }

    @Test
    void tellsWhatItNeeds() throws Exception {
        assertThat(parse("${identity}-${absent:-x}-${identity}").names()).containsExactly("identity", "absent");
        assertThat(parse("${identity}-${absent:-x}-${absent}").required()).containsExactly("identity", "absent");
        assertThat(parse("${identity}-${absent:-x}").required()).containsExactly("identity");
        assertThat(parse("${absent:-x}").constant()).isFalse();
        assertThat(parse("x$${y}").constant()).isTrue();
        assertThat(parse("").constant()).isTrue();
        assertThat(parse("a${identity}b$${").literalText()).isEqualTo("ab${");
    }

    @Test
    void bindsKnownValuesWhateverTheyContain() throws Exception {
        Template template =
                parse("${empty}${identity}").bind((name, fallback) -> name.equals("empty") ? "cost: 5$" : null);

        assertThat(template.names()).containsExactly("identity");
        assertThat(template.render(TemplateTest::value)).isEqualTo("cost: 5$device-1");
    }

    @Test
    void equalsAnotherOfTheSameText() throws Exception {
        assertThat(parse("a${identity}")).isEqualTo(parse("a${identity}")).hasToString("a${identity}");
        assertThat(parse("a${identity}")).isNotEqualTo(parse("a${identity:-b}"));
        assertThat(parse("$${x${absent:-y}")).hasToString("$${x${absent:-y}");
    }

    private static Template parse(String text) throws TemplateException {
        return Template.parse(text, NAMES);
    }

    private static @Nullable String value(String name) throws IdentityException {
        if (name.equals("bad")) {
            throw new IdentityException("ambiguous");
        }
        return VALUES.get(name);
    }
}
