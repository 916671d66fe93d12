package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.AccessLog;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.Session;
import io.mqttproxy.relay.Sessions;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SniCompletionEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecuredHandlerTest {

    private final ProxyMetrics metrics = new ProxyMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example.com", "a.example.com.", "A.Example.COM", "A.EXAMPLE.COM."})
    void recordsTheServerNameInTheSpellingThatTheCertificateWasChosenBy(String sent) {
        // given
        EmbeddedChannel channel = new EmbeddedChannel();
        Session session = new Session(
                "1f-1",
                "mqtts",
                channel,
                new InetSocketAddress("192.0.2.7", 40_000),
                new InetSocketAddress("192.0.2.1", 8_883));
        Accounting accounting =
                new Accounting(metrics.listener("mqtts", Accounting.labels()), new Sessions(), AccessLog.off());
        channel.pipeline().addLast(new SecuredHandler(session, accounting, Duration.ofSeconds(8)));

        // when
        channel.pipeline().fireUserEventTriggered(new SniCompletionEvent(sent));

        // then routes, templates and the PROXY header have one name, however it was sent
        assertThat(session.serverName()).isEqualTo("a.example.com");
        channel.finishAndReleaseAll();
    }
}
