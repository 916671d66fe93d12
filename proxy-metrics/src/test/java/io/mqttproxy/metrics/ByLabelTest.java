package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.metrics.Events.Cause;
import io.mqttproxy.metrics.Events.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByLabelTest {

    private enum Twins implements Label {
        ONE,
        OTHER;

        @Override
        public String label() {
            return "twin";
        }
    }

    @Test
    void findsTheValueOfEachLabel() {
        ByLabel<String> byLabel = new ByLabel<>(List.of(Refusal.values()), Label::label);

        assertThat(byLabel.get(Refusal.NO_BACKEND)).isEqualTo("no_backend");
        assertThat(byLabel.values()).containsExactly("tls_handshake", "no_backend", "malformed_connect");
    }

    @Test
    void holdsAPartOfAnEnumInAnyOrder() {
        ByLabel<String> byLabel =
                new ByLabel<>(List.of(Refusal.MALFORMED_CONNECT, Refusal.TLS_HANDSHAKE), Label::label);

        assertThat(byLabel.get(Refusal.TLS_HANDSHAKE)).isEqualTo("tls_handshake");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> byLabel.get(Refusal.NO_BACKEND))
                .withMessage("no_backend: no such label value (expected: one of those given at the start)");
    }

    @Test
    void refusesALabelOfAnotherEnum() {
        ByLabel<String> byLabel = new ByLabel<>(List.of(Cause.values()), Label::label);

        assertThatIllegalArgumentException().isThrownBy(() -> byLabel.get(Refusal.TLS_HANDSHAKE));
        assertThatIllegalArgumentException().isThrownBy(() -> byLabel.get(Refusal.MALFORMED_CONNECT));
    }

    @Test
    void refusesTwoLabelsOfOneText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ByLabel<>(List.of(Twins.values()), Label::label))
                .withMessage("twin appears twice (expected: a text of its own for each label)");
    }
}
