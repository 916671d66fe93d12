package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlParserTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate device;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        device = pki.client("device-1");
    }

    @Test
    void readsWhatTheJdkReads() throws Exception {
        // given
        byte[] der = pki.root()
                .crl(device.certificate(), pki.client("device-2").certificate())
                .der();

        // when
        Crl crl = CrlParser.parse(der).get(0);

        // then
        X509CRL expected = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        assertThat(crl.issuer()).isEqualTo(expected.getIssuerX500Principal());
        assertThat(crl.thisUpdate()).isEqualTo(expected.getThisUpdate().toInstant());
        assertThat(crl.nextUpdate()).isEqualTo(expected.getNextUpdate().toInstant());
        assertThat(crl.revoked().size()).isEqualTo(2);
        for (X509CRLEntry entry : expected.getRevokedCertificates()) {
            assertThat(crl.revokes(entry.getSerialNumber())).isTrue();
        }
        assertThat(crl.revokes(BigInteger.ONE)).isFalse();
        assertThat(crl.signedBy(pki.root().certificate())).isTrue();
    }

    @Test
    void readsSeveralInOneFileInPemAndInDer() throws Exception {
        // given
        TestCrl one = pki.root().crl();
        TestCrl two = pki.issuing().crl(device.certificate());
        String pem = "Issuer: Test\n" + one.pem() + Files.readString(device.certFile()) + two.pem();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(one.der());
        der.write(two.der());

        // then
        assertThat(CrlParser.parse(pem.getBytes(StandardCharsets.US_ASCII)))
                .extracting(Crl::issuer)
                .containsExactly(
                        pki.root().certificate().getSubjectX500Principal(),
                        pki.issuing().certificate().getSubjectX500Principal());
        assertThat(CrlParser.parse(der.toByteArray())).hasSize(2);
    }

    @Test
    void refusesAnIssuersNameThatIsLongEnoughToBeAnAttack() {
        X500Name name = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String("\u0301".repeat(600)))
                .build();
        TestCrl crl = pki.root().crl();
        TestCrl hostile =
                new TestCrl(name, crl.key(), crl.revoked(), crl.thisUpdate(), crl.nextUpdate(), crl.extensions());

        assertThatExceptionOfType(CrlException.class)
                .isThrownBy(() -> CrlParser.parse(hostile.der()))
                .withMessageMatching("a CRL with an issuer's name of 12\\d\\d bytes \\(expected: at most 1024\\)");
    }

    @Test
    @RequiresProgram("openssl")
    void readsWhatOpensslIssues() throws Exception {
        // given a CA in openssl's own folders, with one certificate revoked
        Files.writeString(folder.resolve("index.txt"), "R\t300101000000Z\t250101000000Z\t0ABC\tunknown\t/CN=device\n");
        Files.writeString(folder.resolve("number"), "01\n");
        Path config = Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = test
                [test]
                database = %1$s/index.txt
                crlnumber = %1$s/number
                default_md = sha256
                default_crl_days = 30
                """.formatted(folder));
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.pem"),
                "-subj",
                "/CN=Openssl CA");
        openssl(
                "ca",
                "-config",
                config.toString(),
                "-gencrl",
                "-keyfile",
                file("ca.key"),
                "-cert",
                file("ca.pem"),
                "-out",
                file("ca.crl"));

        // when
        Crl crl = CrlParser.parse(Files.readAllBytes(folder.resolve("ca.crl"))).get(0);

        // then
        assertThat(crl.revokes(BigInteger.valueOf(0xABC))).isTrue();
        assertThat(crl.revoked().size()).isEqualTo(1);
        assertThat(crl.currentAt(Instant.now())).isTrue();
        assertThat(crl.currentAt(Instant.now().plus(Duration.ofDays(31)))).isFalse();
    }

    @Test
    void readsForWhichCertificatesACrlSpeaks() throws Exception {
        // given a shard of an issuer's list
        DistributionPointName name = new DistributionPointName(new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl.example.com/7.crl")));
        TestCrl crl =
                pki.root().crl().extension(point(new IssuingDistributionPoint(name, true, false, null, false, false)));

        // when
        CrlScope scope = CrlParser.parse(crl.der()).get(0).scope();

        // then
        assertThat(scope.kind()).isEqualTo(CrlScope.Kind.END_ENTITIES);
        assertThat(scope.locations()).containsExactly("http://crl.example.com/7.crl");
    }

    @Test
    void refusesWhatItWouldGetWrong() throws Exception {
        TestCrl plain = pki.root().crl();
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.2.3.4");
        ReasonFlags some = new ReasonFlags(ReasonFlags.keyCompromise);

        refuses(plain.extension(extension(Extension.deltaCRLIndicator, new ASN1Integer(1))), "a delta CRL");
        refuses(
                plain.extension(point(new IssuingDistributionPoint(null, false, false, null, true, false))),
                "an indirect CRL, which speaks for certificates of other issuers");
        refuses(
                plain.extension(point(new IssuingDistributionPoint(null, false, false, some, false, false))),
                "a CRL for some reasons only");
        refuses(
                plain.extension(point(new IssuingDistributionPoint(null, false, false, null, false, true))),
                "a CRL of attribute certificates");
        refuses(
                plain.extension(extension(unknown, DERNull.INSTANCE)),
                "a CRL with the unknown critical extension 1.2.3.4");
        refuses(plain.dates(Instant.now(), null), "a CRL without nextUpdate");
    }

    @Test
    void refusesEveryFileThatWasCutOff() {
        // given
        byte[] der = pki.root().crl(device.certificate()).der();

        // then
        for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            assertThatExceptionOfType(CrlException.class).as("%s bytes", length).isThrownBy(() -> CrlParser.parse(cut));
        }
    }

    @Test
    void neverBelievesASignatureOverChangedBytes() {
        // given
        byte[] der = pki.root().crl(device.certificate()).der();
        SplittableRandom random = new SplittableRandom(5280);

        // then
        for (int i = 0; i < 300; i++) {
            byte[] changed = der.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            @Nullable Crl crl = parsed(changed);
            assertThat(crl != null && crl.signedBy(pki.root().certificate())).isFalse();
        }
    }

    @Test
    void aCrlOfAnotherKeyOrAnotherNameIsNotOfThisCa() throws Exception {
        Crl crl = CrlParser.parse(pki.root().crl().der()).get(0);
        TestAuthority sameName = pki.authority("Test Root CA");

        assertThat(crl.signedBy(sameName.certificate())).isFalse();
        assertThat(crl.signedBy(pki.issuing().certificate())).isFalse();
    }

    private static @Nullable Crl parsed(byte[] bytes) {
        try {
            return CrlParser.parse(bytes).get(0);
        } catch (CrlException e) {
            return null;
        }
    }

    private static void refuses(TestCrl crl, String why) {
        assertThatExceptionOfType(CrlException.class)
                .isThrownBy(() -> CrlParser.parse(crl.der()))
                .withMessage(why);
    }

    private static Extension point(IssuingDistributionPoint point) throws Exception {
        return extension(Extension.issuingDistributionPoint, point);
    }

    private static Extension extension(ASN1ObjectIdentifier id, ASN1Encodable value) throws Exception {
        return new Extension(id, true, value.toASN1Primitive().getEncoded());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void openssl(String... arguments) {
        ProgramResult result = RunningProgram.run(Duration.ofSeconds(30), "openssl", arguments);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }
}
