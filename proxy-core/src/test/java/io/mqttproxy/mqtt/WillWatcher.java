package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.ConnectFacts.WillProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Subscribes to all topics but those that begin with $, as MQTT 5, QoS 0, with the retain flag as it was published. */
final class WillWatcher implements AutoCloseable {
    /** For a mosquitto that lets in only whom it knows. */
    static final String USERNAME = "will-watcher";

    static final String PASSWORD = "watching";

    private static final byte[] CONNECT =
            Wire.connect("0004 'MQTT' 05 C2 0000 00 000C 'will-watcher' 000C 'will-watcher' 0008 'watching'");
    private static final byte[] SUBSCRIBE = Wire.packet(0x82, "0001 00 0001 '#' 08");
    private static final byte[] PINGREQ = Wire.bytes("C0 00");
    private static final int PUBLISH = 0x30;
    private static final int PINGRESP = 0xD0;

    private final Socket socket;
    private final DataInputStream in;

    WillWatcher(int port, int limitMillis) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(limitMillis);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write(CONNECT);
        socket.getOutputStream().write(SUBSCRIBE);
        published();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** What was published since the last time, complete: mosquitto is one thread, and answers a ping behind all of it. */
    List<WillFacts> published() throws IOException {
        socket.getOutputStream().write(PINGREQ);
        List<WillFacts> all = new ArrayList<>();
        while (true) {
            int firstByte = in.readUnsignedByte();
            ByteBuf body = body();
            if ((firstByte & 0xF0) == PUBLISH) {
                all.add(will(firstByte, body));
            } else if (firstByte == PINGRESP) {
                return all;
            }
        }
    }

    private ByteBuf body() throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next >= 0x80);
        return Unpooled.wrappedBuffer(in.readNBytes(length));
    }

    private static WillFacts will(int firstByte, ByteBuf body) {
        String topic = body.readCharSequence(body.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
        int length = VariableByteInteger.decode(body, body.readerIndex(), body.writerIndex());
        body.skipBytes(VariableByteInteger.encodedLength(length));
        WillProperties properties = new PropertyWalk(body.readSlice(length)).will();
        String payload = body.toString(StandardCharsets.ISO_8859_1);
        return new WillFacts(topic, payload, 0, (firstByte & 1) != 0, comparable(properties));
    }

    /** Without what does not come through: delay, and the expiry, of which only the rest does. */
    static WillProperties comparable(WillProperties all) {
        return new WillProperties(
                0,
                ConnectFacts.NEVER,
                all.utf8(),
                all.contentType(),
                all.responseTopic(),
                all.correlationData(),
                all.user());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
