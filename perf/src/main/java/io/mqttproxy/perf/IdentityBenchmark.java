package io.mqttproxy.perf;

import io.mqttproxy.identity.CertificateField;
import io.mqttproxy.identity.CertificateIdentity;
import io.mqttproxy.identity.DeviceCertificate;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.IdentityRule;
import io.mqttproxy.identity.Template;
import io.mqttproxy.identity.TemplateException;
import io.mqttproxy.perf.pki.Authority;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a verified certificate to the identity of a device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdentityBenchmark {

    private static final Pattern PATTERN = Pattern.compile("^device-(?<id>[0-9]+)$");

    private final byte[] der;
    private final IdentityRule asItIs;
    private final IdentityRule bySubpattern;

    /** Makes the certificate; JMH allows a constructor no checked exceptions. */
    public IdentityBenchmark() {
        der = certificate();
        asItIs = rule(null, IdentityRule.DEFAULT_VALUE);
        bySubpattern = rule(PATTERN, "urn:device:${id}");
    }

    private static byte[] certificate() {
        try {
            return Authority.create("CA")
                    .device("device-000123", Authority.newKeys())
                    .getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IdentityRule rule(@Nullable Pattern pattern, String value) {
        try {
            Template template = Template.parse(value, IdentityRule.variables(pattern));
            return new IdentityRule(CertificateField.SUBJECT_CN, pattern, template, false);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The common name as it is. */
    @Benchmark
    public String commonName() throws IdentityException {
        return asItIs.resolve(new CertificateIdentity(DeviceCertificate.parse(der)));
    }

    /** A part of the common name, in a template. */
    @Benchmark
    public String patternAndTemplate() throws IdentityException {
        return bySubpattern.resolve(new CertificateIdentity(DeviceCertificate.parse(der)));
    }
}
