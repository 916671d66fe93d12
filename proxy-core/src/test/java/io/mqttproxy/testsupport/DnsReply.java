package io.mqttproxy.testsupport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One datagram, or one message over TCP, that a {@link NameServer} sends.
 *
 * @param truncated whether it says that there is more over TCP
 * @param forgedId whether its id is not the query's
 * @param forgedQuestion the question that it claims to answer; null = the right one
 * @param after how long it takes
 */
public record DnsReply(
        DnsResponseCode code,
        boolean truncated,
        boolean forgedId,
        @Nullable String forgedQuestion,
        Duration after,
        List<Answer> records) {

    /**
     * One record of the answer section.
     *
     * @param ttl in seconds
     */
    public record Answer(String name, DnsRecordType type, long ttl, ByteBuffer content) {

        DnsRawRecord encoded() {
            return new DefaultDnsRawRecord(name, type, ttl, Unpooled.wrappedBuffer(content.duplicate()));
        }
    }

    /** The right answer at once. */
    public static DnsReply of(Answer... records) {
        return new DnsReply(DnsResponseCode.NOERROR, false, false, null, Duration.ZERO, List.of(records));
    }

    /** A refusal. */
    public static DnsReply code(DnsResponseCode code) {
        return new DnsReply(code, false, false, null, Duration.ZERO, List.of());
    }

    /** The same, cut off. */
    public DnsReply cutOff() {
        return new DnsReply(code, true, forgedId, forgedQuestion, after, records);
    }

    /** The same with the id of another query. */
    public DnsReply withForgedId() {
        return new DnsReply(code, truncated, true, forgedQuestion, after, records);
    }

    /** The same to another question. */
    public DnsReply toAnotherQuestion(String name) {
        return new DnsReply(code, truncated, forgedId, name, after, records);
    }

    /** The same, later. */
    public DnsReply after(Duration time) {
        return new DnsReply(code, truncated, forgedId, forgedQuestion, time, records);
    }

    /** An IPv4 or IPv6 address, by the number of bytes. */
    public static Answer address(String name, long ttl, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return new Answer(
                name, bytes.length == 16 ? DnsRecordType.AAAA : DnsRecordType.A, ttl, ByteBuffer.wrap(content));
    }

    /** An alias. */
    public static Answer alias(String name, long ttl, String target) {
        return new Answer(name, DnsRecordType.CNAME, ttl, bytes(encoded(target)));
    }

    /** A service (RFC 2782). */
    public static Answer service(String name, long ttl, int priority, int weight, int port, String target) {
        ByteBuf content = Unpooled.buffer();
        content.writeShort(priority);
        content.writeShort(weight);
        content.writeShort(port);
        content.writeBytes(encoded(target));
        return new Answer(name, DnsRecordType.SRV, ttl, bytes(content));
    }

    /** Labels with their lengths, and the empty one at the end (RFC 1035 section 3.1). */
    private static ByteBuf encoded(String name) {
        ByteBuf out = Unpooled.buffer();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                out.writeByte(label.length());
                out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.writeByte(0);
    }

    private static ByteBuffer bytes(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
