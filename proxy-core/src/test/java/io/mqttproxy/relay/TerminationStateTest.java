package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.relay.Session.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TerminationStateTest {

    @ParameterizedTest
    @CsvSource({
        "RELAYING, CLIENT_CLOSED, --",
        "OPENING, CLIENT_CLOSED, CR",
        "CONNECTING, CLIENT_CLOSED, CC",
        "OPENING, CONNECT_TIMEOUT, cR",
        "RELAYING, IDLE_TIMEOUT, cD",
        "OPENING, NOT_TLS, PR",
        "CONNECTING, NO_BACKEND, SC",
        "AWAITING_CONNACK, CONNACK_TIMEOUT, sH",
        "AWAITING_CONNACK, BACKEND_REFUSED, SH",
        "AWAITING_CONNACK, BACKEND_PROTOCOL, PH",
        "RELAYING, BACKEND_CLOSED, SD",
        "RELAYING, BACKEND_DOWN, DD",
        "RELAYING, DRAIN, KD",
        "OPENING, BANNED, PR",
        "RELAYING, BANNED, KD",
        "CONNECTING, OVERLOAD, RC",
        "RELAYING, INTERNAL, ID",
    })
    void isWhatSomebodyWhoReadsHaproxysLogsExpects(Phase phase, CloseReason reason, String letters) {
        assertThat(TerminationState.of(phase, reason)).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource(CloseReason.class)
    void isTwoOfHaproxysLettersForEveryReason(CloseReason reason) {
        for (Phase phase : Phase.values()) {
            assertThat(TerminationState.of(phase, reason)).matches("--|[CScsPRKDI][RCHD]");
        }
    }

    @Test
    void onlyAClientThatHadAllLeavesWithoutAFault() {
        assertThat(TerminationState.of(Phase.RELAYING, CloseReason.MOVED)).isNotEqualTo("--");
        assertThat(TerminationState.of(Phase.AWAITING_CONNACK, CloseReason.CLIENT_CLOSED))
                .isEqualTo("CH");
    }
}
