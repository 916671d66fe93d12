package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The properties of a parsed CONNECT without the User Properties whose names are reserved. */
final class KeptProperties {
    private final ByteBuf bytes;
    private final int start;
    private final int end;
    private final ReservedNames reserved;

    KeptProperties(ReceivedConnect connect, ReservedNames reservedNames) {
        ConnectPacket packet = connect.packet();
        this.bytes = connect.bytes();
        this.start = bytes.readerIndex() + packet.layout().properties();
        this.end = bytes.readerIndex() + packet.layout().clientId();
        this.reserved = packet.userProperties() == 0 ? ReservedNames.NONE : reservedNames;
    }

    /** How many bytes {@link #copy} appends. */
    int length() {
        return reserved.isEmpty() ? end - start : walk(null);
    }

    /** Whether a property is left out. */
    boolean dropsAny() {
        return length() != end - start;
    }

    void copy(ByteBuf out) {
        if (reserved.isEmpty()) {
            out.writeBytes(bytes, start, end - start);
        } else {
            walk(out);
        }
    }

    private int walk(@Nullable ByteBuf out) {
        PacketReader in = new PacketReader(bytes, start, end);
        int kept = 0;
        while (!in.exhausted()) {
            int from = in.offset();
            if (keepsNext(in)) {
                int length = in.offset() - from;
                kept += length;
                if (out != null) {
                    out.writeBytes(bytes, start + from, length);
                }
            }
        }
        return kept;
    }

    private boolean keepsNext(PacketReader in) {
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
