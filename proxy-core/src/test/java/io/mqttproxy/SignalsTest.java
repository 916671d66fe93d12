package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalsTest {

    @Test
    void runsTheActionOncePerSignal() throws Exception {
        // given a signal that means nothing to a process that runs
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Signals.on("CONT", () -> {
            first.countDown();
            second.countDown();
        });

        // when
        raise("CONT");
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        raise("CONT");

        // then
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOnWithoutASignalThatTheRuntimeKeepsForItself() {
        assertThatNoException().isThrownBy(() -> Signals.on("KILL", () -> {}));
    }

    private static void raise(String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        Long.toString(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
