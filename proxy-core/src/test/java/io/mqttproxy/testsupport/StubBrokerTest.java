package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StubBrokerTest {

    private static final byte[] CONNECT = {
        0x10, // CONNECT
        (byte) 0x8F,
        0x00, // Remaining Length: 15 in two bytes
        0x00,
        0x04,
        'M',
        'Q',
        'T',
        'T', // protocol name
        0x05, // protocol level 5
        0x02, // clean start
        0x00,
        0x3C, // keep alive: 60 s
        0x00, // no properties
        0x00,
        0x02,
        'd',
        '1', // client identifier
    };
    private static final byte[] HEADER =
            "PROXY TCP4 203.0.113.7 192.0.2.1 45678 8883\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = {(byte) 0xC0, 0x00};

    @Test
    void tellsHeaderConnectAndTheRestApartHoweverTheBytesAreSplit() throws IOException {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
                Socket client = connect(broker)) {
            for (byte each : concat(HEADER, CONNECT, PING)) {
                client.getOutputStream().write(each);
            }

            assertThat(client.getInputStream().readNBytes(5)).containsExactly(0x20, 0x03, 0x00, 0x00, 0x00);
            assertThat(client.getInputStream().readNBytes(2)).isEqualTo(PING);
            StubConnection connection = broker.awaitConnection(0);
            assertThat(connection.awaitProxyHeader()).isEqualTo(HEADER);
            assertThat(connection.awaitConnect()).isEqualTo(CONNECT);
            assertThat(connection.awaitAfterConnect(2)).isEqualTo(PING);
        }
    }

    @Test
    void readsABinaryHeader() throws IOException {
        byte[] header = {
            0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, // signature
            0x20, // version 2, LOCAL
            0x00, // unspecified
            0x00, 0x03, // length of the rest
            0x04, 0x00, 0x00, // NOOP
        };
        try (StubBroker broker = StubBroker.start(StubBehaviour.closing());
                Socket client = connect(broker)) {
            client.getOutputStream().write(concat(header, CONNECT));

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(broker.awaitConnection(0).awaitProxyHeader()).isEqualTo(header);
        }
    }

    @Test
    void resetsEveryConnectionWhenItIsKilled() throws IOException {
        try (StubBroker broker = StubBroker.start(StubBehaviour.silent());
                Socket client = connect(broker)) {
            broker.awaitConnection(0);

            broker.kill();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void tellsThatTheClientWent() throws IOException {
        try (StubBroker broker = StubBroker.start(StubBehaviour.silent())) {
            connect(broker).close();

            assertThat(broker.awaitConnection(0).awaitEnd()).isEqualTo(StubConnection.End.CLOSED);
        }
    }

    private static Socket connect(StubBroker broker) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
