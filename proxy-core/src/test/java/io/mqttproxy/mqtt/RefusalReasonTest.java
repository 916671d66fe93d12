package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalReasonTest {
    @ParameterizedTest
    @CsvSource({
        "SERVER_UNAVAILABLE, 3, 88",
        "SERVER_BUSY, 3, 89",
        "QUOTA_EXCEEDED, 3, 97",
        "CONNECTION_RATE_EXCEEDED, 3, 9F",
        "BANNED, 5, 8A",
        "NOT_AUTHORIZED, 5, 87",
        "CLIENT_ID_REJECTED, 2, 85",
        "UNSUPPORTED_VERSION, 1, 84",
        "BAD_CREDENTIALS, 4, 86"
    })
    void hasTheCodesOfBothSpecifications(RefusalReason reason, int v3Code, String v5Hex) {
        assertThat(reason.v3Code()).hasValue(v3Code);
        assertThat(reason.v5Code()).isEqualTo(Integer.parseInt(v5Hex, 16));
    }

    @ParameterizedTest
    @CsvSource({"PACKET_TOO_LARGE, 95", "MALFORMED_PACKET, 81", "PROTOCOL_ERROR, 82"})
    void isSilentInMqtt3WhereThatHasNoCode(RefusalReason reason, String v5Hex) {
        assertThat(reason.v3Code()).isEqualTo(OptionalInt.empty());
        assertThat(reason.v5Code()).isEqualTo(Integer.parseInt(v5Hex, 16));
    }

    @ParameterizedTest
    @EnumSource
    void isLabelledWithItsNameInSnakeCase(RefusalReason reason) {
        assertThat(reason.label()).isEqualTo(reason.name().toLowerCase(Locale.ROOT));
    }
}
