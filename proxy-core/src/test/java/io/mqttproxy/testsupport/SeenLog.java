package io.mqttproxy.testsupport;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is logged, also for who looks while other threads log on; logback's own list is for one thread. */
public final class SeenLog extends AppenderBase<ILoggingEvent> {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
        lines.add(line);
    }

    /** All of it so far, in order; may be changed. */
    public List<ILoggingEvent> lines() {
        return lines;
    }
}
