package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.identity.NameRule;
import io.mqttproxy.identity.Template;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a broker would take from the header as those of users. */
class ProxyPreambleTest {

    private static final ProxyPreamble COMMON_NAME = header(Set.of(Tlv.SSL_CN), Map.of());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"#", "a/+/#", "+", "$SYS", "device-1 ", " device-1"})
    void refusesACommonNameThatIsAnotherToAccessRules(String commonName) throws Exception {
        Session session = session(commonName);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> write(COMMON_NAME, session))
                .withMessageStartingWith("subject.cn: ")
                .matches(refused -> refused.reason() == CloseReason.IDENTITY_REJECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Tlv.class,
            names = {"SSL", "SSL_CN"})
    void tellsAUsualOneHoweverItIsAskedFor(Tlv tlv) throws Exception {
        assertThat(write(header(Set.of(tlv), Map.of()), session("device-1"))).contains("device-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#", "$SYS", "x "})
    void refusesTheSameInAFieldOfTheOperators(String commonName) throws Exception {
        // given
        ProxyPreamble custom = header(Set.of(), Map.of(0xE4, Policies.CN));
        Session session = session(commonName);

        // then
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> write(custom, session))
                .withMessageStartingWith("proxyProtocol.custom.0xE4: ");
    }

    @Test
    void tellsAWildcardWhereTheIdentityMayBeOneAndStillNoSpace() throws Exception {
        // given
        Session phone = session("+4930123");
        phone.identified(new VerifiedName("+4930123", NameRule.WITH_WILDCARDS));
        Session spaced = session("+4930123 ");
        spaced.identified(new VerifiedName("+4930123", NameRule.WITH_WILDCARDS));

        // then
        assertThat(write(COMMON_NAME, phone)).contains("+4930123");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> write(COMMON_NAME, spaced));
    }

    private Session session(String commonName) throws Exception {
        X500Name subject = new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(commonName))});
        TestCertificate device = TestPki.in(folder)
                .issuing()
                .issue(CertificateSpec.client("device-1").subject(subject));
        return TestClient.session(new EmbeddedChannel(), TestClient.identity(device), TestClient.connect311("x", null));
    }

    private static ProxyPreamble header(Set<Tlv> tlvs, Map<Integer, Template> custom) {
        return new ProxyPreamble(ProxyProtocolVersion.V2, tlvs, custom);
    }

    private static String write(ProxyPreamble preamble, Session session) throws RefusedException {
        ByteBuf header = preamble.write(session, UnpooledByteBufAllocator.DEFAULT);
        try {
            return header.toString(StandardCharsets.ISO_8859_1);
        } finally {
            header.release();
        }
    }
}
