package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured file with CRLs and what it held when it was last in order. Read by any thread, refreshed by one. */
final class CrlFile {

    private static final Logger log = LoggerFactory.getLogger(CrlFile.class);

    /** A CRL with a million entries has some 40 MiB. */
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private static final String EXPECTED = "(expected: complete CRLs with nextUpdate, PEM or DER, signed by their CA)";

    private final FileRef file;
    private final List<X509Certificate> authorities;
    private volatile List<Crl> crls;
    private volatile boolean failed;
    private byte[] digest = {};
    private Instant warned = Instant.MIN;

    /**
     * Reads the file.
     *
     * @param authorities those whose keys are known at the start
     * @param before what this one takes over from when certificates are reloaded: a file that cannot be used at that moment
     *     must not keep a new certificate out, so its content stays; null at the start
     * @throws ConfigException when it cannot be used and there is nothing to take over
     */
    CrlFile(FileRef file, List<X509Certificate> authorities, @Nullable CrlFile before) throws ConfigException {
        this.file = file;
        this.authorities = authorities;
        if (before != null) {
            crls = before.crls;
            failed = before.failed;
            warned = before.warned;
            refresh();
            return;
        }
        try {
            byte[] bytes = read();
            crls = verified(CrlParser.parse(bytes));
            digest = digest(bytes);
        } catch (CrlException e) {
            throw new ConfigException(
                    List.of(new Problem(file.source(), e.getMessage() + ": " + file.configured() + " " + EXPECTED)));
        }
    }

    /** The file as the operator wrote it. */
    String name() {
        return file.configured();
    }

    List<Crl> crls() {
        return crls;
    }

    /** When the first of its CRLs is past its date. */
    Instant nextUpdate() {
        return crls.stream().map(Crl::nextUpdate).min(Instant::compareTo).orElseThrow();
    }

    /** Whether the last look failed, so that an earlier content is in use. */
    boolean failed() {
        return failed;
    }

    /**
     * Looks again; keeps what it has when the file is not in order.
     *
     * @return whether there is something new
     */
    boolean refresh() {
        try {
            byte[] bytes = read();
            byte[] now = digest(bytes);
            boolean changed = !Arrays.equals(now, digest);
            if (changed) {
                crls = verified(CrlParser.parse(bytes));
                digest = now;
                log.info("CRL file {} read anew: valid until {}", name(), nextUpdate());
            }
            failed = false;
            return changed;
        } catch (CrlException e) {
            if (!failed) {
                log.warn("CRL file {} stays as it was, because of what is there now: {}", name(), e.getMessage());
            }
            failed = true;
            return false;
        }
    }

    /** Tells once for each content that it is past its date. */
    void warnWhenExpired(Instant now, String consequence) {
        Instant end = nextUpdate();
        if (!now.isBefore(end) && !end.equals(warned)) {
            log.warn("CRL file {} is past its date since {}: {}", name(), end, consequence);
            warned = end;
        }
    }

    private byte[] read() throws CrlException {
        try {
            if (Files.size(file.path()) > MOST_BYTES) {
                throw new CrlException("more than " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(file.path());
        } catch (IOException e) {
            throw new CrlException("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** A CRL of an intermediate stays unverified until a client shows that intermediate; see {@link CrlIndex}. */
    private List<Crl> verified(List<Crl> parsed) throws CrlException {
        for (Crl crl : parsed) {
            List<X509Certificate> named = authorities.stream()
                    .filter(authority -> authority.getSubjectX500Principal().equals(crl.issuer()))
                    .toList();
            if (!named.isEmpty() && named.stream().noneMatch(crl::signedBy)) {
                throw new CrlException("a CRL that its CA (" + crl.issuer() + ") has not signed");
            }
        }
        return parsed;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
