package io.mqttproxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a listener's section {@code tls} says about revoked client certificates. */
final class RevocationBinder {
    static final List<String> CRL_KEYS = List.of("files", "distributionPoints", "refresh", "whenExpired");
    static final List<String> OCSP_KEYS = List.of("mode", "timeout", "cache", "responder");

    private static final Choice<OcspConfig.Mode> MODE =
            Choice.of(OcspConfig.Mode.values(), OcspConfig.Mode::configName);
    private static final DurationReader TIMEOUT = new DurationReader(Duration.ofMillis(10), Duration.ofSeconds(30));
    private static final DurationReader CACHE = new DurationReader(Duration.ofSeconds(1), Duration.ofHours(24));
    private static final String CRL_FILE = "a file with at least one CRL, PEM or DER";
    private static final DurationReader REFRESH = new DurationReader(Duration.ofMillis(100), Duration.ofHours(24));
    private static final Choice<CrlConfig.WhenExpired> WHEN_EXPIRED =
            Choice.of(CrlConfig.WhenExpired.values(), CrlConfig.WhenExpired::configName);

    private RevocationBinder() {}

    static RevocationConfig bind(Mapping tls, ClientAuth clientAuth) {
        CrlConfig crl = crl(tls, clientAuth);
        Value ocsp = tls.get("ocsp");
        if (clientAuth == ClientAuth.NONE) {
            reportUseless(ocsp);
        }
        return new RevocationConfig(crl, ocsp == null ? null : ocsp(ocsp));
    }

    /** The key {@code crl} alone, for sections that have nothing else. */
    static @Nullable CrlConfig crl(Mapping tls, ClientAuth clientAuth) {
        Value crl = tls.get("crl");
        if (clientAuth == ClientAuth.NONE) {
            reportUseless(crl);
        }
        return crl == null ? null : crl(crl);
    }

    private static void reportUseless(@Nullable Value value) {
        if (value != null) {
            value.reading()
                    .problems()
                    .add(
                            value.key(),
                            "does nothing with clientAuth none (expected: clientAuth " + TlsBinder.NEEDS_CA + ")");
        }
    }

    private static @Nullable OcspConfig ocsp(Value value) {
        Mapping mapping = value.mapping(OCSP_KEYS);
        if (mapping == null) {
            return null;
        }
        OcspConfig.Mode mode = mapping.require("mode", MODE);
        Value responder = mapping.get("responder");
        OcspConfig ocsp = new OcspConfig(
                mode == null ? OcspConfig.Mode.OFF : mode,
                mapping.read("timeout", TIMEOUT, OcspConfig.DEFAULT_TIMEOUT),
                mapping.read("cache", CACHE, OcspConfig.DEFAULT_CACHE),
                responder == null ? null : responder.read(new HttpLocationReader()));
        return ocsp.mode() == OcspConfig.Mode.OFF ? null : ocsp;
    }

    private static @Nullable CrlConfig crl(Value value) {
        Mapping mapping = value.mapping(CRL_KEYS);
        if (mapping == null) {
            return null;
        }
        boolean distributionPoints = mapping.read("distributionPoints", new BooleanReader(), false);
        String expected = "a list of files with CRLs, or distributionPoints: true";
        Value files = distributionPoints ? mapping.get("files") : mapping.require("files", expected);
        return new CrlConfig(
                files == null ? List.of() : files(files),
                distributionPoints,
                mapping.read("refresh", REFRESH, CrlConfig.DEFAULT_REFRESH),
                mapping.read("whenExpired", WHEN_EXPIRED, CrlConfig.WhenExpired.REJECT));
    }

    private static List<FileRef> files(Value list) {
        List<FileRef> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Value value : list.list("file")) {
            FileRef file = FileRefReader.existing(value, CRL_FILE);
            if (file == null) {
                continue;
            }
            if (seen.add(file.configured())) {
                files.add(file);
            } else {
                value.reportUnexpected("each at most once");
            }
        }
        return files;
    }
}
