package io.mqttproxy.tls.revocation;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/** Where CRLs are found: the URIs in distribution points (RFC 5280 sections 4.2.1.13 and 5.2.5). */
final class CrlLocations {

    /** A certificate with more is odd; the rest does not count. */
    private static final int MOST = 8;

    private CrlLocations() {}

    /** The URIs of a certificate's distribution points; none when it has no such extension or a damaged one. */
    static List<String> of(X509Certificate certificate) {
        byte @Nullable [] extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (extension == null) {
            return List.of();
        }
        try {
            List<String> uris = new ArrayList<>();
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            for (DistributionPoint point : CRLDistPoint.getInstance(value).getDistributionPoints()) {
                uris.addAll(uris(point.getDistributionPoint()));
            }
            return List.copyOf(uris.subList(0, Math.min(uris.size(), MOST)));
        } catch (RuntimeException e) {
            return List.of(); // BouncyCastle reports damaged ASN.1 with unchecked exceptions of several kinds
        }
    }

    /** The URIs of one distribution point; names relative to the issuer, and directories, are not among them. */
    static List<String> uris(@Nullable DistributionPointName name) {
        if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
            return List.of();
        }
        List<String> uris = new ArrayList<>();
        for (GeneralName one : GeneralNames.getInstance(name.getName()).getNames()) {
            if (one.getTagNo() == GeneralName.uniformResourceIdentifier) {
                uris.add(ASN1IA5String.getInstance(one.getName()).getString());
            }
        }
        return uris;
    }
}
