package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectReading.Read;
import io.mqttproxy.mqtt.ConnectReading.Refused;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Gives one packet to our parser and to the other readers, then what our writer makes of it, and notes where they differ.
 * The readers get what a backend would get: with all that came behind the CONNECT.
 */
final class ConnectComparison {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private final OurReader ours = new OurReader();
    private final List<ConnectReader> others;
    private final DifferenceTally tally = new DifferenceTally();
    private long taken;
    private long rewritten;

    ConnectComparison(List<ConnectReader> others) {
        this.others = others;
    }

    DifferenceTally tally() {
        return tally;
    }

    /** How many packets our parser took. */
    long taken() {
        return taken;
    }

    /** How many of these were written anew as other bytes. */
    long rewritten() {
        return rewritten;
    }

    /**
     * Compares one packet.
     *
     * @param valid whether we may not refuse it
     * @param changes what to change in a packet that says this
     */
    void compare(byte[] bytes, boolean valid, Function<ConnectFacts, ConnectChanges> changes) {
        ReceivedConnect connect;
        try {
            connect = ours.receive(bytes);
        } catch (MalformedPacketException e) {
            if (valid) {
                tally.add(Difference.readDifferently("the specification", "refused: " + e.getMessage()), bytes);
            }
            refused(bytes, e);
            return;
        }
        if (connect == null) {
            waiting(bytes);
            return;
        }
        taken++;
        try {
            ConnectFacts facts = OurReader.facts(connect);
            expect(facts, connect, bytes, bytes);
            rewrite(connect, facts, changes.apply(facts), bytes);
        } finally {
            connect.release();
        }
    }

    private void refused(byte[] bytes, MalformedPacketException refusal) {
        for (ConnectReader other : others) {
            if (other.read(bytes) instanceof Read) {
                tally.add(Difference.weRefuse(other.name(), refusal), bytes);
            }
        }
    }

    private void waiting(byte[] bytes) {
        for (ConnectReader other : others) {
            if (other.read(bytes) instanceof Read) {
                tally.add(Difference.readDifferently(other.name(), "a packet that is not whole"), bytes);
            }
        }
    }

    private void rewrite(ReceivedConnect connect, ConnectFacts facts, ConnectChanges changes, byte[] bytes) {
        ConnectFacts expected = facts.with(changes);
        ByteBuf packet = ConnectRewriter.rewrite(HEAP, connect, changes);
        ReceivedConnect again = new ReceivedConnect(ConnectParser.parse(packet), packet);
        if (!OurReader.facts(again).equals(expected)) {
            tally.add(Difference.readDifferently("our parser", "what our writer wrote"), bytes);
        }
        if (ConnectRewriter.needed(connect, changes)) {
            rewritten++;
            byte[] sent =
                    Arrays.copyOf(ByteBufUtil.getBytes(packet), packet.readableBytes() + followers(connect, bytes));
            System.arraycopy(bytes, connect.packet().length(), sent, packet.readableBytes(), followers(connect, bytes));
            expect(expected, again, sent, bytes);
        } else if (!facts.equals(expected)) {
            tally.add(Difference.readDifferently("our writer", "left what has to change as it is"), bytes);
        }
    }

    private static int followers(ReceivedConnect connect, byte[] bytes) {
        return bytes.length - connect.packet().length();
    }

    private void expect(ConnectFacts facts, ReceivedConnect connect, byte[] sent, byte[] original) {
        for (ConnectReader other : others) {
            ConnectReading reading = other.read(sent);
            if (!(reading instanceof Read read)) {
                String why = reading instanceof Refused refused ? refused.why() : "waits for more";
                tally.add(Difference.theyRefuse(other.name(), PacketOddities.of(connect, facts), why), original);
            } else if (!read.facts().equals(facts)) {
                String what = sent == original ? "what the client sent" : "what our writer wrote";
                tally.add(Difference.readDifferently(other.name(), what), original);
            }
        }
    }
}
