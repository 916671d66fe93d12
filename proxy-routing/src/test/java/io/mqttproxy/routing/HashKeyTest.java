package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.routing.HashKey.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashKeyTest {

    private static final RouteKey ALICE = key("sensor-1", "alice", "device-1");

    @Test
    void takesTheFirstTextThatIsNotEmpty() {
        HashKey key = new HashKey(List.of(Part.USERNAME, Part.CLIENT_ID));

        assertThat(key.of(ALICE)).isEqualTo("alice");
        assertThat(key.of(key("sensor-1", "", "device-1"))).isEqualTo("sensor-1");
        assertThat(key.of(key("sensor-1", null, "device-1"))).isEqualTo("sensor-1");
    }

    @Test
    void fallsBackToTheIdentityAndThenToTheSource() {
        HashKey key = new HashKey(List.of(Part.USERNAME));

        assertThat(key.of(key("sensor-1", null, "device-1"))).isEqualTo("device-1");
        assertThat(key.of(key("sensor-1", null, null))).isEqualTo("192.0.2.1");
    }

    @Test
    void takesTheSourceWhenItIsAskedForFirst() {
        assertThat(new HashKey(List.of(Part.SOURCE)).of(ALICE)).isEqualTo("192.0.2.1");
        assertThat(new HashKey(List.of(Part.IDENTITY)).of(ALICE)).isEqualTo("device-1");
    }

    @Test
    void refusesToBeEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HashKey(List.of()))
                .withMessage("key: none (expected: at least one of clientId, identity, username, source)");
    }

    private static RouteKey key(String clientId, @Nullable String username, @Nullable String identity) {
        return new RouteKey("mqtts", null, clientId, username, identity, 5, "192.0.2.1");
    }
}
