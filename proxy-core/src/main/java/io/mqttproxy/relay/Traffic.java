package io.mqttproxy.relay;

import io.mqttproxy.mqtt.PacketBoundaries;
import io.netty.buffer.ByteBuf;

/** What one connection has relayed; confined to its event loop. Bytes are those of MQTT, without TLS or PROXY headers. */
final class Traffic {

    private final PacketBoundaries toClient = PacketBoundaries.fromBackend();
    private final PacketBoundaries toBackend = PacketBoundaries.fromClient();
    private long bytesFromClient;
    private long bytesToClient;
    private long lastFromClient = System.nanoTime();

    /** Has packets counted from now on; the CONNECT, which is about to go, counts already. */
    void count(PacketBooks.Tallies tallies) {
        tallies.toBackend().connect();
        toBackend.count(tallies.toBackend());
        toClient.count(tallies.toClient());
    }

    void fromClient(int bytes) {
        bytesFromClient += bytes;
    }

    /**
     * Follows what a client sends behind its CONNECT, and cuts off what must not reach the backend: a second CONNECT, with
     * whatever name the client likes, and all that follows.
     *
     * @return whether nothing had to be cut off
     */
    boolean mayPass(ByteBuf data) {
        int length = data.readableBytes();
        int passes = toBackend.advance(data);
        if (passes < length) {
            data.writerIndex(data.readerIndex() + passes);
        }
        return passes == length;
    }

    void toClient(ByteBuf data) {
        bytesToClient += data.readableBytes();
        toClient.advance(data);
    }

    /** Cuts off what stands behind the packet that is on its way to the client: it is the last one. */
    void lastToClient(ByteBuf data) {
        int passes = toClient.finish(data);
        data.writerIndex(data.readerIndex() + passes);
        bytesToClient += passes;
    }

    /** Notes that the client was heard; once for each batch of reads. */
    void heardClient() {
        lastFromClient = System.nanoTime();
    }

    /** {@link System#nanoTime()} of the last batch of reads from the client. */
    long lastFromClient() {
        return lastFromClient;
    }

    long bytesFromClient() {
        return bytesFromClient;
    }

    long bytesToClient() {
        return bytesToClient;
    }

    /** Whether one side has taken its leave with a DISCONNECT: nothing may be said to the client any more. */
    boolean farewellSaid() {
        return toClient.saidDisconnect() || toBackend.saidDisconnect();
    }

    PacketBoundaries toClient() {
        return toClient;
    }
}
