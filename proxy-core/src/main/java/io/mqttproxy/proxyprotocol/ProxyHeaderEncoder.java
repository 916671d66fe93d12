package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes the PROXY header that one cluster's backends expect. Immutable and safe to use from every thread.
 *
 * <p>Every header says PROXY over TCP4 or TCP6, never UNKNOWN, LOCAL or UNIX, for all of which some broker closes the
 * connection. It has to reach the backend in one segment, in front of everything else: some brokers read only once.
 */
public final class ProxyHeaderEncoder {
    private final ProxyProtocolVersion version;
    private final Set<Tlv> tlvs;
    private final boolean ofTls;
    private final boolean custom;

    /**
     * @param version which form of header; with {@link ProxyProtocolVersion#OFF} nothing is ever written
     * @param tlvs the fields to send where their facts are known; only version 2 can carry any, the others ignore them
     */
    public ProxyHeaderEncoder(ProxyProtocolVersion version, Set<Tlv> tlvs) {
        this(version, tlvs, false);
    }

    /**
     * The same for headers that may have fields of the operator's.
     *
     * @param custom whether they do, which only {@link #maximumLength()} needs to know
     */
    public ProxyHeaderEncoder(ProxyProtocolVersion version, Set<Tlv> tlvs, boolean custom) {
        this.version = version;
        this.custom = custom;
        this.tlvs = EnumSet.noneOf(Tlv.class);
        this.tlvs.addAll(tlvs);
        this.ofTls = tlvs.stream().anyMatch(Tlv::ofTls);
    }

    /**
     * Appends a header.
     *
     * @param header the facts
     * @param out the buffer, owned by the caller before and after; its writer index does not move when anything is thrown
     * @throws ProxyHeaderException when the facts make a header for which a backend would close the connection, or which it
     *     would misread: a control character in a text, an identifier or a header that is too long, port 0 in version 1, or
     *     no verified identity where one was asked for by its own name
     * @throws IndexOutOfBoundsException when the buffer can grow to less than {@link #maximumLength()} and the header needs
     *     more than is left
     */
    public void encode(ProxyHeader header, ByteBuf out) throws ProxyHeaderException {
        int start = out.writerIndex();
        boolean complete = false;
        try {
            write(header, out);
            complete = true;
        } finally {
            if (!complete) {
                out.writerIndex(start);
            }
        }
    }

    private void write(ProxyHeader header, ByteBuf out) throws ProxyHeaderException {
        switch (version) {
            case OFF -> {}
            case V1 -> HeaderV1.write(header, out);
            case V2 -> HeaderV2.write(header, tlvs, ofTls, out);
        }
    }

    /** The most bytes that {@link #encode} ever appends, for sizing a buffer. */
    public int maximumLength() {
        return switch (version) {
            case OFF -> 0;
            case V1 -> HeaderV1.MAXIMUM_LENGTH;
            case V2 ->
                HeaderV2.PREFIX_LENGTH
                        + (tlvs.isEmpty() && !custom
                                ? HeaderV2.MAXIMUM_ADDRESSES_LENGTH
                                : HeaderV2.maximumBodyLength(tlvs));
        };
    }
}
