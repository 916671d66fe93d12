package io.mqttproxy.tls;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** What it costs to make the key of an encrypted key out of its password: whoever wrote the file has chosen it (RFC 8018). */
final class KeyDerivation {

    /** Some seconds; what is usual is between 2048 and a million. */
    private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(10_000_000);

    /** OpenSSL's own limit (RFC 7914 section 2: 128 times N times r). All of it is taken from the heap. */
    private static final BigInteger MOST_SCRYPT_BYTES = BigInteger.valueOf(32L * 1024 * 1024);

    private static final BigInteger MOST_SCRYPT_LANES = BigInteger.valueOf(16);
    private static final BigInteger SCRYPT_BLOCK = BigInteger.valueOf(128);

    private KeyDerivation() {}

    /**
     * Whether it is more than anybody needs; compared before anything is computed.
     *
     * @param encryption of a PKCS#8 key
     * @throws IllegalArgumentException when its parameters cannot be understood
     */
    static boolean isTooCostly(AlgorithmIdentifier encryption) {
        if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return exceeds(
                    PKCS12PBEParams.getInstance(encryption.getParameters()).getIterations(), MOST_ITERATIONS);
        }
        PBES2Parameters scheme = PBES2Parameters.getInstance(encryption.getParameters());
        ASN1ObjectIdentifier function = scheme.getKeyDerivationFunc().getAlgorithm();
        ASN1Encodable parameters = scheme.getKeyDerivationFunc().getParameters();
        if (function.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            return exceeds(PBKDF2Params.getInstance(parameters).getIterationCount(), MOST_ITERATIONS);
        }
        return function.equals(MiscObjectIdentifiers.id_scrypt) && isTooCostly(ScryptParams.getInstance(parameters));
    }

    private static boolean isTooCostly(ScryptParams scrypt) {
        BigInteger bytes = SCRYPT_BLOCK.multiply(scrypt.getCostParameter()).multiply(scrypt.getBlockSize());
        return exceeds(bytes, MOST_SCRYPT_BYTES) || exceeds(scrypt.getParallelizationParameter(), MOST_SCRYPT_LANES);
    }

    private static boolean exceeds(BigInteger value, BigInteger most) {
        return value.compareTo(most) > 0;
    }
}
