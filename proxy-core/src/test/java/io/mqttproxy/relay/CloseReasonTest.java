package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.mqtt.RefusalReason;
import io.mqttproxy.tls.HandshakeFailure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {

    @Test
    void hasALabelOfItsOwnForEachReason() {
        assertThat(CloseReason.values()).extracting(CloseReason::label).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void hasLabelsThatNeedNoQuotesAnywhere(CloseReason reason) {
        assertThat(reason.label()).matches("[a-z]+(_[a-z]+)*");
    }

    @ParameterizedTest
    @EnumSource
    void knowsAReasonForEveryRefusal(RefusalReason refusal) {
        assertThat(CloseReason.of(refusal)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "PACKET_TOO_LARGE, CONNECT_TOO_LARGE",
        "UNSUPPORTED_VERSION, UNSUPPORTED_VERSION",
        "CLIENT_ID_REJECTED, CLIENT_ID_REJECTED",
        "NOT_MQTT, NOT_MQTT",
        "MALFORMED_PACKET, MALFORMED_CONNECT",
        "PROTOCOL_ERROR, MALFORMED_CONNECT",
    })
    void tellsWhatTheParserRefused(RefusalReason refusal, CloseReason reason) {
        assertThat(CloseReason.of(refusal)).isEqualTo(reason);
    }

    @Test
    void tellsHandshakeFailuresApart() {
        assertThat(Arrays.stream(HandshakeFailure.values()).map(NetworkTrouble::reasonOf))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
    }
}
