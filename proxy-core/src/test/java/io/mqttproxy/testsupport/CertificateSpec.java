package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * What a test wants to stand in an end-entity certificate. Immutable: every method returns a changed copy.
 *
 * @param subject the subject, built by hand where a test needs a hostile one
 * @param names the subject alternative names in their order; empty = no such extension
 * @param usages the extended key usages in their order; empty = no such extension
 * @param notBefore start of validity, second resolution
 * @param notAfter end of validity, second resolution
 * @param key kind of the subject's key pair
 * @param serial the serial number, or null for a random positive one of 16 bytes
 * @param extensions more of them
 */
public record CertificateSpec(
        X500Name subject,
        List<GeneralName> names,
        List<KeyPurposeId> usages,
        Instant notBefore,
        Instant notAfter,
        KeyKind key,
        @Nullable BigInteger serial,
        List<Extension> extensions) {

    /** Two processes may read the clock a little apart, and a certificate made now must be valid now. */
    private static final Duration SLACK = Duration.ofHours(1);

    public CertificateSpec {
        names = List.copyOf(names);
        usages = List.copyOf(usages);
        extensions = List.copyOf(extensions);
    }

    /** A server certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
    public static CertificateSpec server() {
        return named("localhost", KeyPurposeId.id_kp_serverAuth)
                .dns("localhost")
                .ip("127.0.0.1")
                .ip("::1");
    }

    /** A device certificate whose subject is nothing but this common name. */
    public static CertificateSpec client(String commonName) {
        return named(commonName, KeyPurposeId.id_kp_clientAuth);
    }

    private static CertificateSpec named(String commonName, KeyPurposeId usage) {
        Instant now = Instant.now();
        X500Name subject = commonName(commonName);
        Instant tomorrow = now.plus(Duration.ofDays(1));
        return new CertificateSpec(
                subject, List.of(), List.of(usage), now.minus(SLACK), tomorrow, KeyKind.EC_P256, null, List.of());
    }

    static X500Name commonName(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** The subject as RFC 4514 text, for example {@code CN=device-1,O=Example}. */
    public CertificateSpec subject(String distinguishedName) {
        return subject(new X500Name(BCStyle.INSTANCE, distinguishedName));
    }

    public CertificateSpec subject(X500Name newSubject) {
        return new CertificateSpec(newSubject, names, usages, notBefore, notAfter, key, serial, extensions);
    }

    public CertificateSpec dns(String name) {
        return name(new GeneralName(GeneralName.dNSName, name));
    }

    public CertificateSpec uri(String uri) {
        return name(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    public CertificateSpec email(String address) {
        return name(new GeneralName(GeneralName.rfc822Name, address));
    }

    public CertificateSpec ip(String address) {
        return name(new GeneralName(GeneralName.iPAddress, address));
    }

    /** Adds one subject alternative name of any kind. */
    public CertificateSpec name(GeneralName name) {
        List<GeneralName> more = Stream.concat(names.stream(), Stream.of(name)).toList();
        return new CertificateSpec(subject, more, usages, notBefore, notAfter, key, serial, extensions);
    }

    public CertificateSpec validity(Instant from, Instant to) {
        return new CertificateSpec(subject, names, usages, from, to, key, serial, extensions);
    }

    /** Valid until an hour ago. */
    public CertificateSpec expired() {
        Instant now = Instant.now();
        return validity(now.minus(Duration.ofDays(2)), now.minus(SLACK));
    }

    /** Valid from an hour from now. */
    public CertificateSpec notYetValid() {
        Instant now = Instant.now();
        return validity(now.plus(SLACK), now.plus(Duration.ofDays(2)));
    }

    /** Replaces the extended key usages; none = no such extension. */
    public CertificateSpec usage(KeyPurposeId... newUsages) {
        return new CertificateSpec(subject, names, List.of(newUsages), notBefore, notAfter, key, serial, extensions);
    }

    public CertificateSpec key(KeyKind newKey) {
        return new CertificateSpec(subject, names, usages, notBefore, notAfter, newKey, serial, extensions);
    }

    public CertificateSpec serial(BigInteger newSerial) {
        return new CertificateSpec(subject, names, usages, notBefore, notAfter, key, newSerial, extensions);
    }

    /** Adds an extension that this record has no component for. */
    public CertificateSpec extension(Extension extension) {
        List<Extension> more =
                Stream.concat(extensions.stream(), Stream.of(extension)).toList();
        return new CertificateSpec(subject, names, usages, notBefore, notAfter, key, serial, more);
    }

    /** Adds a distribution point (RFC 5280 section 4.2.1.13) with this URI. */
    public CertificateSpec crlLocation(String uri) {
        DistributionPointName name = new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        return extension(
                Extension.cRLDistributionPoints,
                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)}));
    }

    /** Adds an OCSP responder (RFC 5280 section 4.2.2.1) with this URI. */
    public CertificateSpec ocspLocation(String uri) {
        return extension(
                Extension.authorityInfoAccess,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    private CertificateSpec extension(ASN1ObjectIdentifier id, ASN1Encodable value) {
        try {
            return extension(Extension.create(id, false, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
