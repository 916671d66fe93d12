package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.MosquittoVisits.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends packets to a mosquitto that knows some users, with the credentials that they came with and with ours. */
final class CredentialCheck {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    /** So that no line of mosquitto's log is cut off. */
    private static final int LONGEST = 250;

    private final OurReader ours = new OurReader();
    private final MosquittoVisits visits;
    private final Map<Connection, byte[]> strangers = new LinkedHashMap<>();
    private final Map<Connection, Known> known = new LinkedHashMap<>();

    CredentialCheck(MosquittoVisits visits) {
        this.visits = visits;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(byte[] bytes, ConnectFacts facts, boolean bridge) {}

    /** How many packets have got our credentials. */
    int withCredentials() {
        return known.size();
    }

    /** Sends the packet as it is, and once more with these credentials when we take it. */
    void send(byte[] bytes, String username, String password) throws IOException {
        if (bytes.length > LONGEST) {
            return;
        }
        strangers.put(visits.visit(bytes).connection(), bytes);
        ReceivedConnect connect = receive(bytes);
        if (connect != null) {
            try {
                sendKnown(connect, username, password);
            } finally {
                connect.release();
            }
        }
    }

    private void sendKnown(ReceivedConnect connect, String username, String password) throws IOException {
        if (connect.packet().enhancedAuthentication()) {
            return; // another way to say who one is, which mosquitto has not
        }
        ConnectChanges changes = new ConnectChanges(
                null, username, password.getBytes(StandardCharsets.UTF_8), List.of(), ReservedNames.NONE, false);
        ByteBuf packet = ConnectRewriter.rewrite(HEAP, connect, changes);
        byte[] sent = ByteBufUtil.getBytes(packet);
        ConnectFacts facts = OurReader.facts(connect).with(changes);
        known.put(
                visits.visit(sent).connection(),
                new Known(sent, facts, connect.packet().bridge()));
    }

    private @Nullable ReceivedConnect receive(byte[] bytes) {
        try {
            return ours.receive(bytes);
        } catch (MalformedPacketException e) {
            return null;
        }
    }

    /** The packets of strangers that were let in, and those with our credentials that were not, or as somebody else. */
    List<String> wrong(MosquittoLog log) {
        List<String> all = new ArrayList<>();
        strangers.forEach((connection, bytes) -> {
            if (!log.letIn(connection).isEmpty()) {
                all.add(log.letIn(connection) + " without credentials: " + ByteBufUtil.hexDump(bytes));
            }
        });
        known.forEach((connection, sent) -> {
            List<String> expected = MosquittoLog.expected(connection, sent.facts(), sent.bridge());
            if (!log.letIn(connection).equals(expected)) {
                all.add(log.letIn(connection) + " and not " + expected + ": " + ByteBufUtil.hexDump(sent.bytes()));
            }
        });
        return all;
    }
}
