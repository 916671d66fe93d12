package io.mqttproxy.relay;

import io.netty.buffer.ByteBuf;

/** What answers where MQTT was expected, by the first bytes that it sends. */
public enum OtherProtocol {
    /** {@code HTTP/1.1 400}: an admin, metrics or WebSocket port. */
    HTTP("HTTP/"),
    /** An alert or handshake record (RFC 8446 section 5.1): a port for TLS. */
    TLS("\u0015\u0003", "\u0016\u0003"),
    /** {@code AMQP 0 0 9 1}: RabbitMQ's or another broker's own port. */
    AMQP("AMQP"),
    /** {@code <?xml} or {@code <stream}: a port for XMPP. */
    XMPP("<?xml", "<stream"),
    /** {@code SSH-2.0-}. */
    SSH("SSH-"),
    /** None of these. */
    UNKNOWN("");

    private final String start;
    private final String otherStart;

    OtherProtocol(String start) {
        this(start, start);
    }

    OtherProtocol(String start, String otherStart) {
        this.start = start;
        this.otherStart = otherStart;
    }

    /**
     * Looks at what came.
     *
     * @param first at least one byte between the indexes, which stay where they are
     */
    static OtherProtocol of(ByteBuf first) {
        for (OtherProtocol protocol : values()) {
            if (agree(protocol.start, first) || agree(protocol.otherStart, first)) {
                return protocol;
            }
        }
        return UNKNOWN;
    }

    /** Whether the shorter one of the two begins the longer one. */
    private static boolean agree(String start, ByteBuf first) {
        int length = Math.min(start.length(), first.readableBytes());
        for (int i = 0; i < length; i++) {
            if (first.getByte(first.readerIndex() + i) != (byte) start.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
