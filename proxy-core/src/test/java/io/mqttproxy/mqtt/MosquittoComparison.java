package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.MosquittoVisits.Visit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets to a running mosquitto, as they came and rewritten, and notes where what it made of them is not what our
 * parser says. Most of that stands in its log, so the verdict comes at the end.
 */
final class MosquittoComparison {
    private static final String NAME = "mosquitto";
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    /** So that no line of its log is cut off: it keeps some 500 bytes. */
    private static final int LONGEST = 300;

    private final OurReader ours = new OurReader();
    private final MosquittoVisits visits;
    private final DifferenceTally tally = new DifferenceTally();
    private final List<Sent> all = new ArrayList<>();

    MosquittoComparison(MosquittoVisits visits) {
        this.visits = visits;
    }

    /**
     * One visit and what we say about it.
     *
     * @param refusal why we refuse it, or null
     * @param facts what it says, or null when we refuse it or it is not whole
     * @param oddities for {@link Difference#theyRefuse}
     * @param alone whether nothing follows the packet
     * @param sessionLives whether mosquitto had a session left, or null when nobody looked
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(
            byte[] bytes,
            Visit visit,
            @Nullable MalformedPacketException refusal,
            @Nullable ConnectFacts facts,
            String oddities,
            boolean bridge,
            boolean alone,
            @Nullable Boolean sessionLives) {}

    /** How many packets were sent. */
    int sent() {
        return all.size();
    }

    /** How many of these our parser took. */
    long taken() {
        return all.stream().filter(sent -> sent.facts() != null).count();
    }

    /** Sends one packet, and once more with these changes when we take it. */
    void send(byte[] bytes, Function<ConnectFacts, ConnectChanges> changes) throws IOException {
        if (bytes.length > LONGEST) {
            return;
        }
        ReceivedConnect connect;
        try {
            connect = ours.receive(bytes);
        } catch (MalformedPacketException e) {
            all.add(new Sent(bytes, visits.visit(bytes), e, null, "", false, false, null));
            return;
        }
        if (connect == null) {
            all.add(new Sent(bytes, visits.visit(bytes), null, null, "", false, false, null));
            return;
        }
        try {
            ConnectFacts facts = OurReader.facts(connect);
            send(connect, facts, bytes);
            ByteBuf packet = ConnectRewriter.rewrite(HEAP, connect, changes.apply(facts));
            if (packet.readableBytes() <= LONGEST) {
                ReceivedConnect again = new ReceivedConnect(ConnectParser.parse(packet), packet);
                send(again, OurReader.facts(again), ByteBufUtil.getBytes(packet));
            }
        } finally {
            connect.release();
        }
    }

    private void send(ReceivedConnect connect, ConnectFacts facts, byte[] bytes) throws IOException {
        Visit visit = visits.visit(bytes);
        boolean alone = bytes.length == connect.packet().length();
        boolean look = alone && all.size() % 4 == 0 && !facts.clientId().isEmpty();
        Boolean lives = look ? visits.endSession(facts.clientId()) : null;
        String oddities = PacketOddities.of(connect, facts);
        all.add(new Sent(bytes, visit, null, facts, oddities, connect.packet().bridge(), alone, lives));
    }

    /** Compares all that was sent with what the log says about it. */
    DifferenceTally verdict(MosquittoLog log) {
        all.forEach(sent -> judge(sent, log.letIn(sent.visit().connection())));
        return tally;
    }

    private void judge(Sent sent, List<String> letIn) {
        ConnectFacts facts = sent.facts();
        if (facts == null) {
            if (!letIn.isEmpty()) {
                tally.add(
                        sent.refusal() == null
                                ? Difference.readDifferently(NAME, "a packet that is not whole")
                                : Difference.weRefuse(NAME, sent.refusal()),
                        sent.bytes());
            }
        } else if (letIn.isEmpty()) {
            String why = sent.visit().code().isEmpty()
                    ? "closes"
                    : "CONNACK " + sent.visit().code().getAsInt();
            tally.add(Difference.theyRefuse(NAME, sent.oddities(), why), sent.bytes());
        } else {
            judge(sent, facts, letIn);
        }
    }

    private void judge(Sent sent, ConnectFacts facts, List<String> letIn) {
        List<String> expected = MosquittoLog.expected(sent.visit().connection(), facts, sent.bridge());
        if (!letIn.equals(expected)) {
            tally.add(Difference.readDifferently(NAME, "its log says " + letIn + " and not " + expected), sent.bytes());
        }
        WillFacts will = facts.will();
        // it does not publish the will of a client that breaks a rule after its CONNECT
        if (will != null
                && sent.alone()
                && comesAtOnce(will)
                && !sent.visit().wills().contains(published(will))) {
            tally.add(
                    Difference.readDifferently(
                            NAME, "it published " + sent.visit().wills() + " and not " + will),
                    sent.bytes());
        }
        boolean lives = facts.level() == 5 ? facts.properties().sessionExpiry() > 0 : !facts.cleanStart();
        if (sent.sessionLives() != null && sent.sessionLives() != lives) {
            tally.add(Difference.readDifferently(NAME, "the session's end"), sent.bytes());
        }
    }

    private static boolean comesAtOnce(WillFacts will) {
        return will.properties().delay() == 0
                && will.properties().expiry() != 0
                && !will.topic().startsWith("$");
    }

    private static WillFacts published(WillFacts will) {
        return new WillFacts(will.topic(), will.payload(), 0, will.retain(), WillWatcher.comparable(will.properties()));
    }
}
