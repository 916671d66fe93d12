package io.mqttproxy.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of {@code java.util.regex}. */
final class PatternReader implements TextReader<Pattern> {
    @Override
    public Pattern read(String text) throws BadValue {
        if (text.isEmpty()) {
            throw BadValue.plain();
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw BadValue.because(
                    "not a regular expression: " + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " near index " + e.getIndex()),
                    expected());
        } catch (StackOverflowError e) { // its compiler recurses into every group
            throw BadValue.because("regular expression nested too deeply", expected());
        }
    }

    @Override
    public String expected() {
        return "a regular expression such as ^urn:device:(?<id>[a-z0-9-]+)$";
    }
}
