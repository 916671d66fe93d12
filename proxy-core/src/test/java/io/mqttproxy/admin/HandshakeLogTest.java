package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HandshakeLogTest {

    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("192.0.2.7", 40_000);

    private final Logger logger = (Logger) LoggerFactory.getLogger(HandshakeLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10); // a clock may wrap around
    private final HandshakeLog log = new HandshakeLog(now::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void tellsOneInASecondAndHowManyItHasNotTold() {
        // when
        for (int i = 0; i < 1_000; i++) {
            log.failed(PEER, "not_tls");
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        log.failed(PEER, "no_certificate");

        // then
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "A TLS handshake on the admin port failed: not_tls (192.0.2.7/<unresolved>:40000); 0 more since the"
                                + " last such line",
                        "A TLS handshake on the admin port failed: no_certificate (192.0.2.7/<unresolved>:40000); 999 more"
                                + " since the last such line");
    }
}
