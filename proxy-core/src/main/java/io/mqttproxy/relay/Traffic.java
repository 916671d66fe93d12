package io.mqttproxy.relay;

import io.mqttproxy.mqtt.PacketBoundaries;
import io.netty.buffer.ByteBuf;

/** What one connection has relayed; confined to its event loop. Bytes are those of MQTT, without TLS or PROXY headers. */
final class Traffic {

    private final PacketBoundaries toClient = new PacketBoundaries();
    private long bytesFromClient;
    private long bytesToClient;
    private long lastFromClient = System.nanoTime();

    void fromClient(int bytes) {
        bytesFromClient += bytes;
    }

    void toClient(ByteBuf data) {
        bytesToClient += data.readableBytes();
        toClient.advance(data);
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

    PacketBoundaries toClient() {
        return toClient;
    }
}
