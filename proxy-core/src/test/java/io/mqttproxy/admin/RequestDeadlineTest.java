package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void begin() {
        channel.freezeTime();
        channel.pipeline().addLast(new RequestDeadline(new OpenConnections(1)));
    }

    @Test
    void whoHasNotSaidWhatHeWantsIsClosed() {
        after(RequestDeadline.SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();

        after(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerMayTakeItsTime() {
        // when
        channel.writeInbound("request");
        after(10 * RequestDeadline.SECONDS);

        // then
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.<String>readInbound()).isEqualTo("request");
        assertThat(channel.pipeline().get(RequestDeadline.class)).isNull();
    }

    private void after(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }
}
