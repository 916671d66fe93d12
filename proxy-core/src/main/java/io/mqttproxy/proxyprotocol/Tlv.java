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
    SSL("ssl");

    private final String configName;

    Tlv(String configName) {
        this.configName = configName;
    }

    /** The name in configurations and messages, such as {@code unique-id}. */
    public String configName() {
        return configName;
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
