package io.mqttproxy.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns();

    private static Job job(int port, int devices) {
        return new Job(Traffic.CONNECT, port, Security.MUTUAL, false, true, devices, 1, 0, 0, 0, 0, 0, List.of());
    }

    @Test
    void aLaterJobGoesOnWhereTheLastOneEnded() {
        assertThat(turns.take(job(1, 3))).isZero();
        assertThat(turns.take(job(1, 3))).isEqualTo(1);
        assertThat(turns.take(job(1, 3).lasting(5, 5))).isEqualTo(2);
        assertThat(turns.take(job(1, 3))).isZero();
    }

    @Test
    void eachServerAndFleetHasTurnsOfItsOwn() {
        turns.take(job(1, 3));

        assertThat(turns.take(job(2, 3))).isZero();
        assertThat(turns.take(job(1, 4))).isZero();
        assertThat(turns.take(job(1, 3))).isEqualTo(1);
    }
}
