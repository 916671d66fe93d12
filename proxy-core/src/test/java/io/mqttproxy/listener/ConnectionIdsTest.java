package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {

    /** The PROXY protocol's UNIQUE_ID is at most 128 bytes long (section 2.2.5). */
    private static final int LONGEST = 128;

    @Test
    void neverGivesAnIdTwice() {
        ConnectionIds ids = new ConnectionIds(new Random(1));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(given.add(ids.next())).isTrue();
        }
    }

    @Test
    void differsFromOneProcessToTheNext() {
        assertThat(new ConnectionIds(new Random(1)).next()).isNotEqualTo(new ConnectionIds(new Random(2)).next());
    }

    @Test
    void isShortAndPlain() {
        assertThat(new ConnectionIds(new Random(3)).next())
                .matches("[0-9a-f]+-[0-9a-f]+")
                .hasSizeLessThan(LONGEST);
    }
}
