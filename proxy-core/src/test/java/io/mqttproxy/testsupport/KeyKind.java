package io.mqttproxy.testsupport;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key pair that certificates of the tests carry. */
public enum KeyKind {
    /** NIST P-256: quick to make, the usual choice for devices. */
    EC_P256("EC", "SHA256withECDSA"),
    /** RSA with 2048 bits: slow to make, some 100 ms. */
    RSA_2048("RSA", "SHA256withRSA");

    private final String algorithm;
    private final String signature;

    KeyKind(String algorithm, String signature) {
        this.algorithm = algorithm;
        this.signature = signature;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters());
        return generator.generateKeyPair();
    }

    private AlgorithmParameterSpec parameters() {
        return switch (this) {
            case EC_P256 -> new ECGenParameterSpec("secp256r1");
            case RSA_2048 -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
        };
    }

    /** The JCA name of the signature that a key of this kind makes. */
    String signatureAlgorithm() {
        return signature;
    }
}
