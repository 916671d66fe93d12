package io.mqttproxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Contract: any text is a template or a {@link TemplateException}, and a template survives being written and read again. */
class TemplateFuzzTest {
    @FuzzTest
    void parses(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        Template template;
        try {
            template = Template.parse(text, Variables.names());
        } catch (TemplateException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            return;
        }
        assertThat(template.names()).allMatch(Variables::known);
        assertThat(render(template)).isEqualTo(render(parseAgain(template.toString())));
    }

    private static Template parseAgain(String text) {
        try {
            return Template.parse(text, Variables.names());
        } catch (TemplateException e) {
            throw new AssertionError("not readable again: " + text, e);
        }
    }

    private static String render(Template template) {
        try {
            return template.render(name -> "<" + name + ">");
        } catch (IdentityException e) {
            throw new AssertionError("every variable has a value", e);
        }
    }
}
