package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.DESTINATION_6;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE_6;

import io.mqttproxy.testsupport.HaproxyServer;
import io.mqttproxy.testsupport.RequiresProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HAProxy's {@code accept-proxy}, the reference, has to read from our headers what was meant; it checks checksums. */
@RequiresProgram("haproxy")
class HaproxyOracleIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static HaproxyServer haproxy;

    @BeforeAll
    static void start() {
        haproxy = HaproxyServer.start("""
                frontend oracle
                    bind 127.0.0.1:$PORT accept-proxy
                    log-format "read %[src] %[src_port] %[dst] %[dst_port] %[fc_pp_authority] %[fc_pp_unique_id]"
                    tcp-request content reject
                """);
    }

    @AfterAll
    static void stop() {
        haproxy.close();
    }

    @Test
    void readsLines() throws Exception {
        send(Headers.encode(Headers.v1(), ProxyHeader.ofAddresses(SOURCE, DESTINATION)));
        send(Headers.encode(Headers.v1(), ProxyHeader.ofAddresses(SOURCE_6, DESTINATION_6)));

        haproxy.awaitLog(LIMIT, "read 192.0.2.1 56324 198.51.100.7 8883 - -\n");
        haproxy.awaitLog(LIMIT, "read 2001:db8::1 56324 2001:db8:0:1::2 8883 - -\n");
    }

    @Test
    void readsBinaryHeadersWithEveryFieldAndChecksTheirChecksum() throws Exception {
        send(Headers.encode(Headers.v2WithAll(), header(SOURCE_6.getAddress(), "mq-1.example", "0a1b-1")));
        send(Headers.encode(Headers.v2WithAll(), header(SOURCE.getAddress(), "mq-2.example", "0a1b-2")));

        haproxy.awaitLog(LIMIT, "read 2001:db8::1 1234 2001:db8:0:1::2 8883 mq-1.example 0a1b-1\n");
        haproxy.awaitLog(LIMIT, "read ::ffff:192.0.2.1 1234 2001:db8:0:1::2 8883 mq-2.example 0a1b-2\n");
    }

    @Test
    void readsAHeaderWithACertificate() throws Exception {
        Set<Tlv> all = EnumSet.allOf(Tlv.class);
        ByteBuffer certificate = ByteBuffer.allocate(600);
        TlsFacts tls = new TlsFacts("TLSv1.3", "ABC", true, false, "dev", HandshakeDetails.NONE, certificate);
        ProxyHeader header = new ProxyHeader(SOURCE, DESTINATION, tls, "mqtt", "mq-3.example", null, List.of());

        send(Headers.encode(new ProxyHeaderEncoder(ProxyProtocolVersion.V2, all), header));

        haproxy.awaitLog(LIMIT, "read 192.0.2.1 56324 198.51.100.7 8883 mq-3.example -\n");
    }

    @Test
    void wouldNoticeAWrongChecksum() throws Exception {
        InetSocketAddress source = new InetSocketAddress("192.0.2.9", 56324);
        byte[] header = Headers.encode(Headers.v2(Tlv.CRC32C), ProxyHeader.ofAddresses(source, DESTINATION));
        header[header.length - 1] ^= 1;

        send(header);

        haproxy.awaitLog(LIMIT, "192.0.2.9:56324");
        haproxy.awaitLog(LIMIT, "Received an invalid PROXY protocol header");
    }

    private static ProxyHeader header(InetAddress source, String authority, String uniqueId) {
        HandshakeDetails details =
                new HandshakeDetails("RSA-SHA256", "EC256", "X25519MLKEM768", "ecdsa_secp256r1_sha256");
        return new ProxyHeader(
                new InetSocketAddress(source, 1234),
                DESTINATION_6,
                new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", true, false, "dev", details, null),
                "mqtt",
                authority,
                uniqueId.getBytes(StandardCharsets.US_ASCII),
                List.of(new CustomTlv(0xE4, "urn:device:1")));
    }

    private static void send(byte[] header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), haproxy.port())) {
            socket.getOutputStream().write(header);
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getInputStream().read(); // HAProxy ends it, in whichever way, once it has read the header
        } catch (SocketException e) {
            // by a reset
        }
    }
}
