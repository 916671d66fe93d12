package io.mqttproxy.proxyprotocol;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Optional fields of a version 2 header (section 2.2.x), with their names in configurations. */
public enum Tlv {
    /** The application protocol that TLS agreed on, {@code PP2_TYPE_ALPN}. */
    ALPN("alpn"),
    /** The host name that the client asked for (SNI), {@code PP2_TYPE_AUTHORITY}. */
    AUTHORITY("authority"),
    /** A checksum over the header, {@code PP2_TYPE_CRC32C}. */
    CRC32C("crc32c"),
    /** The connection's identifier, {@code PP2_TYPE_UNIQUE_ID}. */
    UNIQUE_ID("unique-id"),
    /** TLS version, cipher and, when verified, the client certificate's common name, {@code PP2_TYPE_SSL}. */
    SSL("ssl"),
    /** The TLS version alone, {@code PP2_SUBTYPE_SSL_VERSION}; every other field of TLS brings it along. */
    SSL_VERSION("ssl.version"),
    /** The verified client certificate's common name, {@code PP2_SUBTYPE_SSL_CN}; asked for by this name, it must be there. */
    SSL_CN("ssl.cn"),
    /** The cipher suite, {@code PP2_SUBTYPE_SSL_CIPHER}. */
    SSL_CIPHER("ssl.cipher"),
    /** The algorithm that signed our certificate, {@code PP2_SUBTYPE_SSL_SIG_ALG}. */
    SSL_SIG_ALG("ssl.sig-alg"),
    /** Kind and size of our certificate's key, {@code PP2_SUBTYPE_SSL_KEY_ALG}. */
    SSL_KEY_ALG("ssl.key-alg"),
    /** The key exchange group, {@code PP2_SUBTYPE_SSL_GROUP}; some brokers close the connection for it. */
    SSL_GROUP("ssl.group"),
    /** The scheme of our signature in the handshake, {@code PP2_SUBTYPE_SSL_SIG_SCHEME}; some brokers close for it. */
    SSL_SIG_SCHEME("ssl.sig-scheme"),
    /**
     * The verified client certificate, {@code PP2_SUBTYPE_SSL_CLIENT_CERT}; asked for, it must be there. Some brokers close
     * the connection for it, or for the length that it brings.
     */
    SSL_CLIENT_CERT("ssl.client-cert");

    private final String configName;

    Tlv(String configName) {
        this.configName = configName;
    }

    /** The name in configurations and messages, such as {@code unique-id}. */
    public String configName() {
        return configName;
    }

    /** Whether no header is written for a client that lacks it: left out, the backend would take the client's own word. */
    public boolean required() {
        return this == SSL_CN || this == SSL_CLIENT_CERT;
    }

    /** Whether it is part of {@code PP2_TYPE_SSL}, which a client without TLS never has. */
    public boolean ofTls() {
        return configName.startsWith(SSL.configName);
    }

    /**
     * Finds a field by its {@link #configName()}, in exactly this case.
     *
     * @throws IllegalArgumentException with all valid names, when there is none of this name
     */
    public static Tlv named(String name) {
        for (Tlv tlv : values()) {
            if (tlv.configName.equals(name)) {
                return tlv;
            }
        }
        String valid = Arrays.stream(values()).map(Tlv::configName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(name + " (expected: one of " + valid + ")");
    }
}
