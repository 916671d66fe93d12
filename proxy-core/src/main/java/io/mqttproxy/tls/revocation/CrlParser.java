package io.mqttproxy.tls.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads CRLs (RFC 5280 section 5) from PEM or DER, several in a row; pure.
 *
 * <p>Whatever a reader that does not understand it would get wrong is refused: delta CRLs, indirect CRLs, CRLs for some
 * reasons only, unknown critical extensions.
 */
final class CrlParser {

    /** RFC 7468 section 6. */
    private static final String PEM_LABEL = "X509 CRL";

    /** The first byte of every CRL in DER, and of none in PEM. */
    private static final byte SEQUENCE = 0x30;

    private static final Set<ASN1ObjectIdentifier> KNOWN_CRITICAL =
            Set.of(Extension.issuingDistributionPoint, Extension.authorityKeyIdentifier, Extension.cRLNumber);

    /** As for certificates: comparing a hostile name takes long, and whoever stands on the way can send one. */
    private static final int MAX_ISSUER_BYTES = 1_024;

    private CrlParser() {}

    /**
     * Reads all CRLs.
     *
     * @return at least one
     * @throws CrlException when there is none, or one that cannot be relied on
     */
    static List<Crl> parse(byte[] bytes) throws CrlException {
        List<Crl> crls = new ArrayList<>();
        try {
            for (CertificateList list : bytes.length > 0 && bytes[0] == SEQUENCE ? der(bytes) : pem(bytes)) {
                crls.add(crl(list));
            }
        } catch (IOException | RuntimeException e) {
            throw new CrlException(
                    "not a CRL that can be read"); // BouncyCastle's unchecked exceptions are of many kinds
        }
        if (crls.isEmpty()) {
            throw new CrlException("no CRL in the file");
        }
        return List.copyOf(crls);
    }

    private static List<CertificateList> der(byte[] bytes) throws IOException {
        List<CertificateList> lists = new ArrayList<>();
        try (ASN1InputStream in = new ASN1InputStream(bytes, true)) {
            for (@Nullable Object next = in.readObject(); next != null; next = in.readObject()) {
                lists.add(CertificateList.getInstance(next));
            }
        }
        return lists;
    }

    private static List<CertificateList> pem(byte[] bytes) throws IOException {
        List<CertificateList> lists = new ArrayList<>();
        try (PemReader in =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1))) {
            for (@Nullable PemObject next = in.readPemObject(); next != null; next = in.readPemObject()) {
                if (next.getType().equals(PEM_LABEL)) {
                    lists.addAll(der(next.getContent()));
                }
            }
        }
        return lists;
    }

    private static Crl crl(CertificateList list) throws CrlException, IOException {
        TBSCertList content = list.getTBSCertList();
        if (content.getNextUpdate() == null) {
            throw new CrlException("a CRL without nextUpdate");
        }
        byte[] issuer = content.getIssuer().getEncoded();
        if (issuer.length > MAX_ISSUER_BYTES) {
            throw new CrlException("a CRL with an issuer's name of " + issuer.length + " bytes (expected: at most "
                    + MAX_ISSUER_BYTES + ")");
        }
        return new Crl(
                new X500Principal(issuer),
                content.getThisUpdate().getDate().toInstant(),
                content.getNextUpdate().getDate().toInstant(),
                revoked(content),
                scope(content.getExtensions()),
                new X509CRLHolder(list));
    }

    private static SerialNumbers revoked(TBSCertList content) throws CrlException {
        List<byte[]> serials = new ArrayList<>();
        Enumeration<?> entries = content.getRevokedCertificateEnumeration();
        while (entries.hasMoreElements()) {
            TBSCertList.CRLEntry entry = (TBSCertList.CRLEntry) entries.nextElement();
            Date unused = entry.getRevocationDate().getDate(); // throws when it is none
            serials.add(entry.getUserCertificate().getValue().toByteArray());
            if (entry.hasExtensions()) {
                refuseCritical(entry.getExtensions(), Set.of());
            }
        }
        return new SerialNumbers(serials);
    }

    private static CrlScope scope(@Nullable Extensions extensions) throws CrlException {
        if (extensions == null) {
            return CrlScope.EVERYTHING;
        }
        if (extensions.getExtension(Extension.deltaCRLIndicator) != null) {
            throw new CrlException("a delta CRL");
        }
        refuseCritical(extensions, KNOWN_CRITICAL);
        @Nullable ASN1Encodable value = extensions.getExtensionParsedValue(Extension.issuingDistributionPoint);
        return value == null ? CrlScope.EVERYTHING : scope(IssuingDistributionPoint.getInstance(value));
    }

    private static CrlScope scope(IssuingDistributionPoint point) throws CrlException {
        if (point.isIndirectCRL()) {
            throw new CrlException("an indirect CRL, which speaks for certificates of other issuers");
        }
        if (point.getOnlySomeReasons() != null) {
            throw new CrlException("a CRL for some reasons only");
        }
        if (point.onlyContainsAttributeCerts()) {
            throw new CrlException("a CRL of attribute certificates");
        }
        CrlScope.Kind kind = point.onlyContainsUserCerts()
                ? CrlScope.Kind.END_ENTITIES
                : point.onlyContainsCACerts() ? CrlScope.Kind.AUTHORITIES : CrlScope.Kind.ALL;
        Set<String> locations = Set.copyOf(CrlLocations.uris(point.getDistributionPoint()));
        if (point.getDistributionPoint() != null && locations.isEmpty()) {
            throw new CrlException("a CRL for a distribution point without URI");
        }
        return new CrlScope(kind, locations);
    }

    private static void refuseCritical(Extensions extensions, Set<ASN1ObjectIdentifier> known) throws CrlException {
        for (ASN1ObjectIdentifier id : extensions.getCriticalExtensionOIDs()) {
            if (!known.contains(id)) {
                throw new CrlException("a CRL with the unknown critical extension " + id);
            }
        }
    }
}
