package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"first", "second"})
    void isRevokedByEachOfSeveralCommonNames(String revoked) throws Exception {
        // given a certificate with two, which therefore has none that could tell who the client is
        Credential credential = credential(new DERUTF8String("first"), new DERUTF8String("second"));
        Revocations revocations = new Revocations();
        assertThat(revocations.contains(credential)).isFalse();

        // when
        revocations.add(RevokedBy.CN, revoked);

        // then
        assertThat(revocations.contains(credential)).isTrue();
    }

    @Test
    void leavesOutACommonNameThatCannotBeReadAndKeepsTheOther() throws Exception {
        assertThat(credential(new DERT61String("one"), new DERUTF8String("other"))
                        .commonNames())
                .containsExactly("other");
    }

    private Credential credential(ASN1Encodable... commonNames) throws Exception {
        RDN[] names = new RDN[commonNames.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = new RDN(BCStyle.CN, commonNames[i]);
        }
        CertificateSpec spec = CertificateSpec.client("device").subject(new X500Name(names));
        return Objects.requireNonNull(Credential.of(TestClient.session(
                new EmbeddedChannel(),
                TestClient.identity(TestPki.in(folder).issuing().issue(spec)),
                TestClient.connect311("x", null))));
    }
}
