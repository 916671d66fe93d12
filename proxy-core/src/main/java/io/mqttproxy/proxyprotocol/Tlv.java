package io.mqttproxy.proxyprotocol;

/** A TLV that a version 2 header can carry behind the addresses (section 2.2), in the order in which they are written. */
public enum Tlv {
    /** A checksum over the whole header. */
    CRC32C("crc32c"),
    /** The application protocol that TLS agreed on. */
    ALPN("alpn"),
    /** The server name that the client asked for. */
    AUTHORITY("authority"),
    /** An opaque name of the connection, for matching logs. */
    UNIQUE_ID("unique-id"),
    /** TLS version and cipher, and the common name of the client's certificate when it has been verified. */
    SSL("ssl");

    private final String configName;

    Tlv(String configName) {
        this.configName = configName;
    }

    /** The name in the configuration, such as {@code unique-id}. */
    public String configName() {
        return configName;
    }
}
