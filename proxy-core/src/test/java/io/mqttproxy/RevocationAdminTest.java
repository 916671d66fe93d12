package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.PacedEnd;
import io.mqttproxy.relay.Revocations;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationAdminTest {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final CredentialWatch watch = new CredentialWatch(
            new Revocations(), (listener, path) -> false, InstantSource.system(), new PacedEnd(1, scheduler));
    private final RevocationAdmin admin = new RevocationAdmin(new Revocations(), watch, elsewhere::add);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    /** The caller is the event loop that answers probes, and a look visits every connection. */
    @Test
    void revokesAtOnceAndLooksAtConnectionsOnAnotherThread() {
        // when
        CompletionStage<Integer> ending = admin.revoke("serial", "a1b");

        // then
        assertThat(admin.list().get("serial")).containsExactly("a1b");
        assertThat(ending.toCompletableFuture()).isNotDone();
        elsewhere.remove().run();
        assertThat(ending.toCompletableFuture()).isCompletedWithValue(0);
        assertThat(elsewhere).isEmpty();
    }
}
