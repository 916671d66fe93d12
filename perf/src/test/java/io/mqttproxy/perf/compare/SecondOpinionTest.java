package io.mqttproxy.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SecondOpinionTest {

    @Test
    void countsWhatOpensslCounted() throws IOException {
        String said = """
                Collecting connection statistics for 3 seconds
                tttttttttt

                4105 connections in 1.21s; 3392.56 connections/user sec, bytes read 0
                4105 connections in 4 real seconds, 0 bytes read per connection
                """;

        assertThat(SecondOpinion.connections(said)).isEqualTo(4105);
    }

    @Test
    void doesNotTakeAFailureForAnAnswer() {
        assertThatThrownBy(() -> SecondOpinion.connections("0 connections in 4 real seconds, 0 bytes"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SecondOpinion.connections("connect:errno=111")).hasMessageContaining("errno=111");
    }
}
