package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** The properties of a parsed CONNECT without the User Properties whose names are reserved. */
final class KeptProperties {
    private final ByteBuf bytes;
    private final int start;
    private final int end;
    private final List<Span> dropped;

    /** A property that is left out, in bytes from the start of the properties. */
    private record Span(int from, int to) {}

    KeptProperties(ReceivedConnect connect, ReservedNames reserved) {
        ConnectPacket packet = connect.packet();
        this.bytes = connect.bytes();
        this.start = bytes.readerIndex() + packet.layout().properties();
        this.end = bytes.readerIndex() + packet.layout().clientId();
        this.dropped = packet.userProperties() == 0 || reserved.isEmpty() ? List.of() : dropped(reserved);
    }

    /** How many bytes {@link #copy} appends. */
    int length() {
        return end
                - start
                - dropped.stream().mapToInt(span -> span.to() - span.from()).sum();
    }

    /** Whether a property is left out. */
    boolean dropsAny() {
        return !dropped.isEmpty();
    }

    void copy(ByteBuf out) {
        int from = start;
        for (Span span : dropped) {
            out.writeBytes(bytes, from, start + span.from() - from);
            from = start + span.to();
        }
        out.writeBytes(bytes, from, end - from);
    }

    private List<Span> dropped(ReservedNames reserved) {
        List<Span> spans = new ArrayList<>();
        PacketReader in = new PacketReader(bytes, start, end);
        while (!in.exhausted()) {
            int from = in.offset();
            if (!keepsNext(in, reserved)) {
                spans.add(new Span(from, in.offset()));
            }
        }
        return spans;
    }

    private static boolean keepsNext(PacketReader in, ReservedNames reserved) {
        int id = PropertyId.next(in, PropertyId.IN_CONNECT, 0);
        if (id != PropertyId.USER_PROPERTY) {
            PropertyId.skipValue(in, id);
            return true;
        }
        String name = in.text("user property name");
        in.skipText("user property value");
        return !reserved.contains(name);
    }
}
