package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArtemisBrokerTest {

    private static final byte[] CONNECT = {
        0x10, // CONNECT
        0x12, // Remaining Length: 18
        0x00,
        0x04,
        'M',
        'Q',
        'T',
        'T', // protocol name
        0x04, // protocol level 3.1.1
        (byte) 0x82, // user name, clean session
        0x00,
        0x3C, // keep alive: 60 s
        0x00,
        0x02,
        'd',
        '1', // client identifier
        0x00,
        0x02,
        'u',
        '1', // user name
    };
    private static final byte[] ACCEPTED = {0x20, 0x02, 0x00, 0x00};

    @Test
    void tellsTheAddressOfThePlainConnection() throws IOException {
        try (ArtemisBroker broker = ArtemisBroker.start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {

            assertThat(answer(socket, CONNECT)).isEqualTo(ACCEPTED);

            assertThat(broker.seen("d1"))
                    .hasValue(new ArtemisBroker.SeenClient("d1", "u1", "127.0.0.1:" + socket.getLocalPort()));
        }
    }

    @Test
    void tellsTheAddressOfTheProxyHeader() throws IOException {
        byte[] header = "PROXY TCP4 203.0.113.7 192.0.2.1 45678 8883\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(header, header.length + CONNECT.length);
        System.arraycopy(CONNECT, 0, bytes, header.length, CONNECT.length);
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {

            assertThat(answer(socket, bytes)).isEqualTo(ACCEPTED);

            assertThat(broker.seen("d1")).hasValue(new ArtemisBroker.SeenClient("d1", "u1", "203.0.113.7:45678"));
        }
    }

    @Test
    void closesAConnectionWithoutTheProxyHeaderThatItWants() throws IOException {
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {

            assertThat(answer(socket, CONNECT)).isEmpty();
        }
    }

    private static byte[] answer(Socket socket, byte[] bytes) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(bytes);
        InputStream in = socket.getInputStream();
        return in.readNBytes(ACCEPTED.length);
    }
}
