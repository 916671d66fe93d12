package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate revocation list to be. Immutable: every method that changes something returns a changed copy.
 *
 * @param issuer whose name it carries
 * @param key what signs it
 * @param revoked the serial numbers on it
 * @param thisUpdate when it is issued
 * @param nextUpdate when it is past its date, or null for a CRL that does not say
 * @param extensions of the CRL
 */
public record TestCrl(
        X500Name issuer,
        PrivateKey key,
        List<BigInteger> revoked,
        Instant thisUpdate,
        @Nullable Instant nextUpdate,
        List<Extension> extensions) {

    private static final Base64.Encoder PEM_LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    TestCrl(X509Certificate issuer, PrivateKey key, List<X509Certificate> revoked) {
        this(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                key,
                revoked.stream().map(X509Certificate::getSerialNumber).toList(),
                Instant.now().minus(Duration.ofMinutes(1)),
                Instant.now().plus(Duration.ofDays(1)),
                List.of());
    }

    /** With these dates. */
    public TestCrl dates(Instant newThisUpdate, @Nullable Instant newNextUpdate) {
        return new TestCrl(issuer, key, revoked, newThisUpdate, newNextUpdate, extensions);
    }

    /** Past its date for an hour. */
    public TestCrl expired() {
        Instant now = Instant.now();
        return dates(now.minus(Duration.ofDays(1)), now.minus(Duration.ofHours(1)));
    }

    /** With one more extension. */
    public TestCrl extension(Extension extension) {
        List<Extension> more = new ArrayList<>(extensions);
        more.add(extension);
        return new TestCrl(issuer, key, revoked, thisUpdate, nextUpdate, more);
    }

    public byte[] der() {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, Date.from(thisUpdate));
            if (nextUpdate != null) {
                builder.setNextUpdate(Date.from(nextUpdate));
            }
            for (BigInteger serial : revoked) {
                builder.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise);
            }
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a CRL", e);
        }
    }

    public String pem() {
        return "-----BEGIN X509 CRL-----\n" + PEM_LINES.encodeToString(der()) + "\n-----END X509 CRL-----\n";
    }

    /** Puts CRLs into a file as PEM, in one step for whoever reads it meanwhile. */
    public static Path write(Path file, TestCrl... crls) {
        StringBuilder pem = new StringBuilder();
        for (TestCrl crl : crls) {
            pem.append(crl.pem());
        }
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), pem);
            return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
