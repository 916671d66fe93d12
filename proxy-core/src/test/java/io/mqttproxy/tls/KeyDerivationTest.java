package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What opening an encrypted key may cost. */
class KeyDerivationTest {

    private static final byte[] SALT = new byte[16];

    @ParameterizedTest
    @CsvSource({"2048, false", "600000, false", "10000000, false", "10000001, true", "2147483647, true"})
    void iterationsHaveABound(int iterations, boolean tooCostly) {
        assertThat(KeyDerivation.isTooCostly(
                        pbes2(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, iterations))))
                .isEqualTo(tooCostly);
        assertThat(KeyDerivation.isTooCostly(new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(SALT, iterations))))
                .isEqualTo(tooCostly);
    }

    @ParameterizedTest
    @CsvSource({
        "16384, 8, 1, false", // what openssl pkcs8 -scrypt writes
        "32768, 8, 1, false", // 32 MiB
        "65536, 8, 1, true",
        "16384, 1024, 1, true",
        "16384, 8, 17, true",
    })
    void memoryHasABound(int cost, int block, int lanes, boolean tooCostly) {
        ScryptParams scrypt = new ScryptParams(SALT, cost, block, lanes);

        assertThat(KeyDerivation.isTooCostly(pbes2(MiscObjectIdentifiers.id_scrypt, scrypt)))
                .isEqualTo(tooCostly);
    }

    @Test
    void saysWhatAKeyMayCostThatIsTooCostlyToOpen(@TempDir Path folder) throws Exception {
        // given
        AlgorithmIdentifier costly = pbes2(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, 65_536, 8, 1));
        byte[] der = new EncryptedPrivateKeyInfo(costly, new byte[64]).getEncoded();
        Path file = Files.writeString(
                folder.resolve("costly.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(der)));

        // then
        assertThatThrownBy(() -> PrivateKeyReader.read(Sections.file("keyFile", file), new Secret.Literal("password")))
                .hasMessageContaining("the key is encrypted in a way that takes minutes or gigabytes to open:"
                        + " costly.pem (expected: at most 10 million iterations, or 32 MiB for scrypt)");
    }

    private static AlgorithmIdentifier pbes2(ASN1ObjectIdentifier function, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                new PBES2Parameters(
                        new KeyDerivationFunc(function, parameters),
                        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(SALT))));
    }
}
