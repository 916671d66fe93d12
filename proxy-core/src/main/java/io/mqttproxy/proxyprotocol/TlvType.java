package io.mqttproxy.proxyprotocol;

/** Registered types of fields at the top level of a version 2 header, section 2.2.x. */
final class TlvType {
    static final int ALPN = 0x01;
    static final int AUTHORITY = 0x02;
    static final int CRC32C = 0x03;
    static final int UNIQUE_ID = 0x05;
    static final int SSL = SslTlv.TYPE;

    /** The value of {@link #CRC32C}, bytes. */
    static final int CRC32C_LENGTH = 4;

    /** The most of {@link #UNIQUE_ID}, bytes; parsers in use close the connection for more. */
    static final int UNIQUE_ID_MAXIMUM_LENGTH = 128;

    private TlvType() {}
}
