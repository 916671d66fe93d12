package io.mqttproxy.tls.ocsp;

import io.mqttproxy.tls.fetch.HttpFetch;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** Where a certificate's responders are: its authority information access (RFC 5280 section 4.2.2.1). */
public final class OcspLocations {

    /** A certificate with more is odd; the rest does not count. */
    private static final int MOST = 4;

    private OcspLocations() {}

    /** The URIs, of whatever scheme; none when the certificate has no such extension or a damaged one. */
    public static List<String> of(X509Certificate certificate) {
        byte @Nullable [] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (extension == null) {
            return List.of();
        }
        try {
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            return Arrays.stream(AuthorityInformationAccess.getInstance(value).getAccessDescriptions())
                    .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                    .map(AccessDescription::getAccessLocation)
                    .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                    .map(name -> ASN1IA5String.getInstance(name.getName()).getString())
                    .limit(MOST)
                    .toList();
        } catch (RuntimeException e) {
            return List.of(); // BouncyCastle reports damaged ASN.1 with unchecked exceptions of several kinds
        }
    }

    /**
     * The first that can be asked.
     *
     * @param locations what {@link #of} gave
     * @return empty when none is an {@code http} address
     */
    public static Optional<URI> responder(List<String> locations) {
        return locations.stream()
                .flatMap(location -> HttpFetch.location(location).stream())
                .findFirst();
    }
}
