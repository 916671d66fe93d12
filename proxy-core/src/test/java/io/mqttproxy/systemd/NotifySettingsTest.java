package io.mqttproxy.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifySettingsTest {

    private static final long PID = 4711;

    @Test
    void nobodyListensWhereNothingIsSet() {
        assertThat(NotifySettings.of(Map.of(), PID)).isEqualTo(new NotifySettings(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/systemd/notify", "@/org/freedesktop/notify"})
    void takesPathsAndAbstractNames(String name) {
        assertThat(NotifySettings.of(Map.of("NOTIFY_SOCKET", name), PID).socket())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "@", "run/notify", "vsock:2:1234"})
    void leavesOtherNamesAlone(String name) {
        assertThat(NotifySettings.of(Map.of("NOTIFY_SOCKET", name), PID).socket())
                .isNull();
    }

    @Test
    void readsTheWatchdogInMicroseconds() {
        assertThat(NotifySettings.of(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "4711"), PID)
                        .watchdog())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotOurs() {
        assertThat(NotifySettings.of(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1"), PID)
                        .watchdog())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "30s", "86400000001", "99999999999999999999"})
    void aWatchdogThatCannotBeReadIsNone(String micros) {
        assertThat(NotifySettings.of(Map.of("WATCHDOG_USEC", micros), PID).watchdog())
                .isNull();
    }
}
