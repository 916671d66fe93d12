package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Clients of a mosquitto that send their bytes and go without a word, one after the other. Everything that they cause has
 * happened when their visit is over.
 */
final class MosquittoVisits implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;

    private final int port;
    private final WillWatcher watcher;
    private final Map<Integer, Integer> uses = new HashMap<>();

    MosquittoVisits(int port) throws IOException {
        this.port = port;
        this.watcher = new WillWatcher(port, LIMIT_MILLIS);
        uses.put(watcher.localPort(), 1);
    }

    /**
     * Which connection it was: client ports are used again.
     *
     * @param use 1 for the first connection from this port
     */
    record Connection(int port, int use) {}

    /**
     * What could be seen of a visit.
     *
     * @param reply what mosquitto answered; less than that when it reset the connection
     * @param wills what it published meanwhile, the quality of service unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Visit(Connection connection, byte[] reply, List<ConnectFacts.WillFacts> wills) {

        /** The return or reason code of the CONNACK, if there was one. */
        OptionalInt code() {
            return reply.length >= 4 && reply[0] == 0x20 ? OptionalInt.of(reply[3] & 0xFF) : OptionalInt.empty();
        }

        boolean sessionPresent() {
            return reply.length >= 4 && reply[0] == 0x20 && reply[2] == 1;
        }
    }

    Visit visit(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MILLIS);
            Connection connection =
                    new Connection(socket.getLocalPort(), uses.merge(socket.getLocalPort(), 1, Integer::sum));
            byte[] reply = reply(socket, bytes);
            return new Visit(connection, reply, watcher.published());
        }
    }

    /** Whether mosquitto has a session of this client that outlived it; there is none afterwards. */
    boolean endSession(String clientId) throws IOException {
        byte[] id = ConnectParts.prefixed(ConnectParts.bytes(clientId));
        Visit resumed = visit(Wire.connect("0004 'MQTT' 04 00 0000" + ByteBufUtil.hexDump(id)));
        visit(Wire.connect("0004 'MQTT' 04 02 0000" + ByteBufUtil.hexDump(id)));
        return resumed.sessionPresent();
    }

    private static byte[] reply(Socket socket, byte[] bytes) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                reply.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError(
                    "mosquitto neither answers nor closes: " + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(bytes)), e);
        } catch (IOException e) {
            // a reset: mosquitto closed before it had read everything
        }
        return reply.toByteArray();
    }

    @Override
    public void close() throws IOException {
        watcher.close();
    }
}
