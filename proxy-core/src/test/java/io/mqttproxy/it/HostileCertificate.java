package io.mqttproxy.it;

import io.mqttproxy.testsupport.CertificateSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * A certificate that a trusted CA has signed and that nobody must be let in with.
 *
 * @param what is wrong with it
 * @param listener where it is shown; each takes the identity from the field of this name
 * @param certificate what stands in it
 * @param refusal the detail in the access log
 */
record HostileCertificate(String what, String listener, CertificateSpec certificate, String refusal) {
    private static final ASN1ObjectIdentifier SOME_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final ASN1ObjectIdentifier UPN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    /** A subject of one attribute. */
    static HostileCertificate subject(
            String what, String listener, ASN1ObjectIdentifier type, ASN1Encodable value, String refusal) {
        return subject(what, listener, refusal, new RDN(type, value));
    }

    static HostileCertificate subject(String what, String listener, String refusal, RDN... rdns) {
        return new HostileCertificate(
                what, listener, CertificateSpec.client(what).subject(new NamedSubject(what, rdns)), refusal);
    }

    static HostileCertificate commonName(String what, ASN1Encodable value, String refusal) {
        return subject(what, "cn", BCStyle.CN, value, "subject.cn: " + refusal);
    }

    static HostileCertificate commonName(String what, String value, String refusal) {
        return commonName(what, new DERUTF8String(value), refusal);
    }

    static HostileCertificate names(String what, String listener, String refusal, GeneralName... names) {
        CertificateSpec spec = CertificateSpec.client("device-1");
        for (GeneralName name : names) {
            spec = spec.name(name);
        }
        return new HostileCertificate(what, listener, spec, refusal);
    }

    /** Several attributes in one RDN. */
    static RDN together(AttributeTypeAndValue... attributes) {
        return new RDN(attributes);
    }

    static AttributeTypeAndValue attribute(ASN1ObjectIdentifier type, String value) {
        return new AttributeTypeAndValue(type, new DERUTF8String(value));
    }

    static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    static GeneralName userPrincipalName(ASN1Encodable value) {
        return new GeneralName(GeneralName.otherName, new OtherName(UPN, value));
    }

    /** An extension that the JDK's parser reads, with an element behind its value that RFC 5280 has no place for. */
    static Extension withSurplus() {
        return new Extension(SOME_EXTENSION, false, new DEROctetString(new byte[] {0x05, 0x00})) {
            @Override
            public ASN1Primitive toASN1Primitive() {
                ASN1EncodableVector sequence = new ASN1EncodableVector();
                sequence.add(getExtnId());
                sequence.add(getExtnValue());
                sequence.add(DERNull.INSTANCE);
                return new DERSequence(sequence);
            }
        };
    }

    /** Any element, also such as BouncyCastle would not make from a text. */
    static ASN1Primitive element(String hex) {
        try {
            return ASN1Primitive.fromByteArray(HexFormat.of().parseHex(hex));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return what;
    }

    /** The names of the test's files are made from the text of the subject, which is not always one. */
    private static final class NamedSubject extends X500Name {
        private final String what;

        NamedSubject(String what, RDN... rdns) {
            super(rdns);
            this.what = what;
        }

        @Override
        public ASN1Primitive toASN1Primitive() {
            ASN1EncodableVector sequence = new ASN1EncodableVector();
            sequence.addAll(Arrays.copyOf(getRDNs(), getRDNs().length, ASN1Encodable[].class));
            return new DERSequence(sequence);
        }

        @Override
        public String toString() {
            return what;
        }
    }
}
