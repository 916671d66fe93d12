package io.mqttproxy.identity;

import static io.mqttproxy.identity.DerCertificate.commonName;
import static io.mqttproxy.identity.DerCertificate.rdn;
import static io.mqttproxy.identity.DerCertificate.tlv;
import static io.mqttproxy.identity.DerCertificate.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityRuleTest {
    @Test
    void takesTheGroupOfThePattern() throws Exception {
        IdentityRule rule = rule(CertificateField.SAN_URI, "^urn:device:(?<id>[a-z0-9-]+)$", "${id}");

        assertThat(rule.resolve(withUri("urn:device:sensor-7"))).isEqualTo("sensor-7");
    }

    @Test
    void takesTheWholeFieldWithoutAPattern() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, null, IdentityRule.DEFAULT_VALUE);

        assertThat(rule.resolve(withCommonName("device-1"))).isEqualTo("device-1");
    }

    @Test
    void joinsOtherFieldsOfTheCertificate() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, "(?<id>.*)", "${cert.issuer.cn}/${id}/${from}");

        assertThat(rule.resolve(withCommonName("d"))).isEqualTo("Test CA/d/d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xurn:device:1", "urn:device:1/x", "urn:device:"})
    void refusesWhatThePatternDoesNotMatchAsAWhole(String uri) throws Exception {
        IdentityRule rule = rule(CertificateField.SAN_URI, "urn:device:(?<id>[0-9]+)", "${id}");
        PeerIdentity peer = withUri(uri);

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("identity: san.uri is " + uri + " (expected: a match of the pattern)");
    }

    @Test
    void refusesAGroupThatTookNoPart() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, "a|(?<id>b)", "${id}");
        PeerIdentity peer = withCommonName("a");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("id: no value (expected: one, or a default as in ${id:-…})");
    }

    @ParameterizedTest
    @CsvSource({"+", "a+b", "#", "a/#", "$SYS", "$share/x"})
    void refusesWildcardsUnlessAllowed(String name) throws Exception {
        PeerIdentity peer = withCommonName(name);
        Template value = Template.parse("${from}", IdentityRule.variables(null));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> new IdentityRule(CertificateField.SUBJECT_CN, null, value, false).resolve(peer))
                .withMessage("identity: " + name + " (expected: neither + nor #, and no $ at the start)");
        assertThat(new IdentityRule(CertificateField.SUBJECT_CN, null, value, true).resolve(peer))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b", "a/b", "a*b", "a b", "ünï"})
    void takesWhatMeansNothingToABroker(String name) throws Exception {
        assertThat(rule(CertificateField.SUBJECT_CN, null, "${from}").resolve(withCommonName(name)))
                .isEqualTo(name);
    }

    @Test
    void refusesAnIdentityThatGrowsTooLong() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, null, "${from}${from}");
        PeerIdentity peer = withCommonName("x".repeat(200));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("identity: 400 bytes (expected: at most 255)");
    }

    @Test
    void takesMoreBytesWhereTheRuleSaysSo() throws Exception {
        String name = "x".repeat(300);
        Template value = Template.parse("${from}", IdentityRule.variables(null));

        assertThat(new IdentityRule(CertificateField.SUBJECT_CN, null, value, false, 300).resolve(withCommonName(name)))
                .isEqualTo(name);
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> new IdentityRule(CertificateField.SUBJECT_CN, null, value, false, 299)
                        .resolve(withCommonName(name)))
                .withMessage("subject.cn: 300 bytes (expected: at most 299)");
    }

    @ParameterizedTest
    @CsvSource({"' admin', start", "'admin ', end", "' ', start"})
    void refusesASpaceAtEitherEnd(String name, String end) throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, null, "${from}");
        PeerIdentity peer = withCommonName(name);

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("identity: " + name + " with a space at the " + end + " (expected: none there)");
    }

    @Test
    @Timeout(10)
    void endsAPatternThatRecursesTooDeep() throws Exception {
        Pattern pattern = Pattern.compile("(?:(?:(?:(?:(?:x|y)*|z)*|a)*|b)*|c)*");
        Template value = Template.parse("${from}", IdentityRule.variables(pattern));
        IdentityRule rule =
                new IdentityRule(CertificateField.SUBJECT_CN, pattern, value, false, IdentityRule.LARGEST_SIZE);
        PeerIdentity peer = withCommonName("xy".repeat(1000) + "!");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessageContaining("subject.cn");
    }

    @Test
    void refusesAnEmptyIdentity() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, "device(?<id>.*)", "${id}");
        PeerIdentity peer = withCommonName("device");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("identity: empty (expected: at least one character)");
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, null, "${from}");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(NoIdentity.INSTANCE))
                .withMessage("subject.cn: missing (expected: exactly one in the certificate)");
    }

    @Test
    @Timeout(10)
    void endsAPatternThatBacktracksWithoutEnd() throws Exception {
        IdentityRule rule = rule(CertificateField.SUBJECT_CN, "(?<id>(.*)(.*)(.*)(.*)(.*))b", "${id}");
        PeerIdentity peer = withCommonName("a".repeat(255));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> rule.resolve(peer))
                .withMessage("identity: pattern takes too long on subject.cn"
                        + " (expected: a pattern without nested repetition)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(?<a>x)(?<b2>y) | a,b2",
                "(?<=x)(?<!y)(?:z) | ''",
                "\\(?<a>x | ''",
                "\\Q(?<a>x)\\E | ''",
                "[(?<a>x)] | ''",
                "(?x) # (?<a>x) | ''",
                "(?x)(?<b>x) # (?<a>x) | b",
            })
    void knowsTheGroupsOfAPattern(String pattern, String names) {
        assertThat(NamedGroups.of(Pattern.compile(pattern)))
                .containsExactly(names.isEmpty() ? new String[0] : names.split(",", -1));
    }

    private static IdentityRule rule(CertificateField from, @Nullable String pattern, String value) throws Exception {
        Pattern compiled = pattern == null ? null : Pattern.compile(pattern);
        return new IdentityRule(from, compiled, Template.parse(value, IdentityRule.variables(compiled)), false);
    }

    private static PeerIdentity withCommonName(String text) throws Exception {
        return new CertificateIdentity(DeviceCertificate.parse(DerCertificate.withSubject(rdn(commonName(text)))));
    }

    private static PeerIdentity withUri(String text) throws Exception {
        return new CertificateIdentity(DeviceCertificate.parse(DerCertificate.withSan(tlv(0x86, utf8(text)))));
    }
}
