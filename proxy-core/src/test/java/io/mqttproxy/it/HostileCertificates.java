package io.mqttproxy.it;

import static io.mqttproxy.it.HostileCertificate.attribute;
import static io.mqttproxy.it.HostileCertificate.commonName;
import static io.mqttproxy.it.HostileCertificate.element;
import static io.mqttproxy.it.HostileCertificate.names;
import static io.mqttproxy.it.HostileCertificate.subject;
import static io.mqttproxy.it.HostileCertificate.together;
import static io.mqttproxy.it.HostileCertificate.uri;
import static io.mqttproxy.it.HostileCertificate.userPrincipalName;

import io.mqttproxy.testsupport.CertificateSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** What {@link HostileCertificatesIT} shows to a proxy. */
final class HostileCertificates {
    private static final String UNCLEAN = " (expected: visible characters only)";
    private static final String UNIT = "subject.ou: ";
    private static final String SPIFFE_PATH =
            " (expected: path segments of letters, digits, '.', '-' and '_', none empty, . or ..)";

    private HostileCertificates() {}

    static Stream<HostileCertificate> all() {
        return Stream.of(texts(), types(), attributes(), alternativeNames(), principalNames(), spiffeIds())
                .flatMap(rows -> rows)
                .filter(HostileCertificates::passesJava);
    }

    /**
     * Java 25 refuses a surrogate in a BMPString by itself, and so the whole handshake. What our own reader says of it is told
     * on every Java by {@code HostileCertificateTest}.
     */
    private static boolean passesJava(HostileCertificate row) {
        try {
            return new X500Principal(row.certificate().subject().getEncoded()).getEncoded().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<HostileCertificate> texts() {
        return Stream.of(
                commonName("NUL", "admin\0.evil", "U+0000 at index 5" + UNCLEAN),
                commonName("line break", "dev1\r\nadmin", "U+000D at index 4" + UNCLEAN),
                commonName("DEL", "dev\u007F", "U+007F at index 3" + UNCLEAN),
                commonName("C1", "dev\u009B", "U+009B at index 3" + UNCLEAN),
                commonName("bidi override", "dev\u202Enimda", "U+202E at index 3" + UNCLEAN),
                commonName("zero width space", "ad\u200Bmin", "U+200B at index 2" + UNCLEAN),
                commonName("non-character", "dev\uFFFE", "U+FFFE at index 3" + UNCLEAN),
                commonName("empty", "", "empty (expected: at least one character)"),
                commonName("256 bytes", "x".repeat(256), "256 bytes (expected: at most 255)"),
                wildcard("#"),
                wildcard("+"),
                wildcard("sensors/+/x"),
                wildcard("$SYS"),
                subject(
                        "space at the end",
                        "cn",
                        BCStyle.CN,
                        new DERUTF8String("admin "),
                        "identity: admin  with a space at the end (expected: none there)"));
    }

    private static Stream<HostileCertificate> types() {
        String utf8 = "not UTF-8 (expected: a well-formed UTF8String)";
        String types = " (expected: UTF8String, PrintableString, IA5String or BMPString)";
        return Stream.of(
                commonName("byte FF", element("0c0364ff76"), utf8),
                commonName("overlong NUL", element("0c0364c080"), utf8),
                commonName("encoded surrogate", element("0c03eda080"), utf8),
                commonName("TeletexString", new DERT61String("admin"), "string type TeletexString" + types),
                commonName(
                        "UniversalString",
                        new DERUniversalString(new byte[] {0, 0, 0, 'a'}),
                        "string type UniversalString" + types),
                commonName(
                        "surrogate pair in a BMPString",
                        new DERBMPString("\uD83D\uDCF1"),
                        "surrogate in a BMPString (expected: the basic plane only)"),
                commonName("NUL in a BMPString", new DERBMPString("a\0"), "U+0000 at index 1" + UNCLEAN),
                commonName(
                        "underscore in a PrintableString",
                        new DERPrintableString("a_b"),
                        "byte outside the alphabet of PrintableString at index 1"));
    }

    private static Stream<HostileCertificate> attributes() {
        return Stream.of(
                subject(
                        "two CNs",
                        "cn",
                        "subject.cn: more than one (expected: exactly one)",
                        new RDN(BCStyle.CN, new DERUTF8String("device-1")),
                        new RDN(BCStyle.CN, new DERUTF8String("admin"))),
                subject(
                        "two CNs in one RDN",
                        "cn",
                        "subject.cn: more than one (expected: exactly one)",
                        together(attribute(BCStyle.CN, "admin"), attribute(BCStyle.CN, "device-1"))),
                subject("no CN", "cn", BCStyle.OU, new DERUTF8String("sensors"), "subject.cn: missing"),
                subject("no OU", "ou", BCStyle.CN, new DERUTF8String("sensors"), UNIT + "missing"),
                subject(
                        "two OUs",
                        "ou",
                        UNIT + "more than one (expected: exactly one)",
                        new RDN(BCStyle.OU, new DERUTF8String("sensors")),
                        new RDN(BCStyle.OU, new DERUTF8String("admins"))),
                subject(
                        "tab in the OU",
                        "ou",
                        BCStyle.OU,
                        new DERUTF8String("a\tb"),
                        UNIT + "U+0009 at index 1" + UNCLEAN),
                subject(
                        "line break in the OU of a DN",
                        "dn",
                        BCStyle.OU,
                        new DERUTF8String("a\nCN=admin"),
                        "subject.dn: U+000A at index 1" + UNCLEAN),
                subject(
                        "no such attribute",
                        "device",
                        BCStyle.CN,
                        new DERUTF8String("device-1"),
                        "subject.1.3.6.1.4.1.37244.1.1: missing"));
    }

    private static Stream<HostileCertificate> alternativeNames() {
        return Stream.of(
                names("line break in the URI", "uri", "san.uri: U+000D at index 6" + UNCLEAN, uri("urn:a:\r\nb")),
                unreadable("bytes that are no names", "uri", "6465766963652d31", "unexpected tag"),
                unreadable("an unknown kind of name", "uri", "3006860161890162", "unknown kind of name"),
                unreadable("bytes behind the names", "dns", "3003820161" + "0500", "surplus element"),
                new HostileCertificate(
                        "an element behind an extension",
                        "cn",
                        CertificateSpec.client("device-1").extension(HostileCertificate.withSurplus()),
                        "certificate: surplus element (expected: DER as in RFC 5280)"),
                new HostileCertificate(
                        "negative serial number",
                        "cn",
                        CertificateSpec.client("device-1").serial(BigInteger.valueOf(-5)),
                        "serial: negative or too long (expected: at most 20 bytes, not negative)"),
                names("two URIs", "uri", "san.uri: more than one (expected: exactly one)", uri("urn:a"), uri("urn:b")),
                names("no URI, but a CN", "uri", "san.uri: missing", new GeneralName(GeneralName.dNSName, "a")),
                names("no alternative names, but a CN", "dns", "san.dns: missing"),
                names(
                        "NUL in the DNS name",
                        "dns",
                        "san.dns: U+0000 at index 1" + UNCLEAN,
                        new GeneralName(GeneralName.dNSName, new DERIA5String("a\0.example.com"))),
                names(
                        "wildcard in the e-mail address",
                        "email",
                        "identity: a+b@example.com (expected: neither + nor #, and no $ at the start)",
                        new GeneralName(GeneralName.rfc822Name, "a+b@example.com")));
    }

    private static Stream<HostileCertificate> principalNames() {
        return Stream.of(
                names(
                        "two UPNs",
                        "upn",
                        "san.upn: more than one (expected: exactly one)",
                        userPrincipalName(new DERUTF8String("a@b")),
                        userPrincipalName(new DERUTF8String("c@d"))),
                names(
                        "UPN of another string type",
                        "upn",
                        "san.upn: string type 0x16 (expected: UTF8String)",
                        userPrincipalName(new DERIA5String("a@b"))),
                names(
                        "bidi isolate in the UPN",
                        "upn",
                        "san.upn: U+2067 at index 0" + UNCLEAN,
                        userPrincipalName(new DERUTF8String("\u2067a@b"))));
    }

    private static Stream<HostileCertificate> spiffeIds() {
        return Stream.of(
                names("another URI", "spiffe", "spiffe: missing", uri("urn:device:1")),
                names(
                        "SPIFFE ID beside another URI",
                        "spiffe",
                        "spiffe: more than one (expected: exactly one)",
                        uri("spiffe://example.com/d"),
                        uri("urn:a")),
                names(
                        "trust domain alone",
                        "spiffe",
                        "spiffe: spiffe://example.com (expected: spiffe://trust-domain/path)",
                        uri("spiffe://example.com")),
                names(
                        "relative path",
                        "spiffe",
                        "spiffe: spiffe://example.com/../admin" + SPIFFE_PATH,
                        uri("spiffe://example.com/../admin")),
                names(
                        "escaped slash",
                        "spiffe",
                        "spiffe: spiffe://example.com/a%2Fb" + SPIFFE_PATH,
                        uri("spiffe://example.com/a%2Fb")));
    }

    /** A subjectAltName that is there and cannot be read, beside a clean common name. */
    private static HostileCertificate unreadable(String what, String listener, String hex, String refusal) {
        byte[] value = HexFormat.of().parseHex(hex);
        return new HostileCertificate(
                what,
                listener,
                CertificateSpec.client("device-1")
                        .extension(new Extension(Extension.subjectAlternativeName, false, value)),
                "subjectAltName: " + refusal + " (expected: DER as in RFC 5280)");
    }

    private static HostileCertificate wildcard(String name) {
        return subject(
                "wildcard " + name,
                "cn",
                BCStyle.CN,
                new DERUTF8String(name),
                "identity: " + name + " (expected: neither + nor #, and no $ at the start)");
    }
}
