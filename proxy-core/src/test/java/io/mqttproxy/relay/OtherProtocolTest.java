package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherProtocolTest {

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 400 Bad Request, HTTP",
        "HT, HTTP",
        "AMQP, AMQP",
        "<?xml version, XMPP",
        "<stream:error, XMPP",
        "SSH-2.0-OpenSSH, SSH",
        "-ERR unknown command, UNKNOWN",
        "220 mail, UNKNOWN"
    })
    void recognisesAServerByItsFirstBytes(String sent, OtherProtocol expected) {
        assertThat(OtherProtocol.of(Unpooled.copiedBuffer(sent, StandardCharsets.US_ASCII)))
                .isEqualTo(expected);
    }

    @Test
    void recognisesAnAlertOfTls() {
        byte[] alert = {
            0x15, // alert
            0x03, 0x03, // legacy version
            0x00, 0x02, // length
            0x02, // fatal
            0x46, // protocol version
        };
        assertThat(OtherProtocol.of(Unpooled.wrappedBuffer(alert))).isEqualTo(OtherProtocol.TLS);
    }
}
