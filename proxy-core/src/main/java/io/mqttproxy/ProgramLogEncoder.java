package io.mqttproxy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.mqttproxy.relay.EcsLine;
import io.mqttproxy.relay.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the program's log as one JSON object with the names of the Elastic Common Schema. Any thread. */
final class ProgramLogEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        LogLine line = EcsLine.begin(
                Instant.ofEpochMilli(event.getTimeStamp()),
                event.getLevel().toString(),
                event.getFormattedMessage(),
                EcsLine.Dataset.LOG);
        line.add("process.thread.name", event.getThreadName());
        line.add("log.logger", event.getLoggerName());
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.add("error.type", thrown.getClassName());
            line.addWhole("error.message", thrown.getMessage());
            line.addWhole("error.stack_trace", ThrowableProxyUtil.asString(thrown));
        }
        return (line.end() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
