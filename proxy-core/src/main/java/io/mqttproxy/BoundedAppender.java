package io.mqttproxy;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mqttproxy.relay.LineRate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Passes lines of the program's log on to a thread of its own and never waits for it: event loops log, too, and must not wait
 * for a reader of standard error that has stalled. Of lines with the same words only so many go through in a second.
 *
 * <p>What is left out or dropped is counted. A line that is not wanted, because of its level, never gets here.
 */
final class BoundedAppender extends AsyncAppender {

    /** By which it is found. */
    static final String NAME = "never-blocking";

    private static final int QUEUED_EVENTS = 1_024;
    private static final int LONGEST_WORDS = 120;

    /** Words are constants of the code, so there are fewer; more would fill the memory, and share one rate. */
    private static final int MOST_WORDS = 1_024;

    private static final String OURS = "io.mqttproxy";
    private static final String OTHERS = "others";

    private final ConcurrentMap<String, LineRate> rates = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private volatile int perSecond = Integer.MAX_VALUE;

    BoundedAppender() {
        setName(NAME);
        setNeverBlock(true);
        setQueueSize(QUEUED_EVENTS);
    }

    /**
     * Has another limit from now on.
     *
     * @param lines with the same words, in a second; {@link Integer#MAX_VALUE} for all
     */
    void limit(int lines) {
        perSecond = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        int limit = perSecond;
        if (limit == Integer.MAX_VALUE || admits(words(event), limit)) {
            super.append(event);
        }
    }

    private boolean admits(String words, int limit) {
        LineRate rate = rates.get(words);
        if (rate == null) {
            rate = rates.computeIfAbsent(rates.size() < MOST_WORDS ? words : OTHERS, key -> new LineRate());
        }
        return rate.admits(limit);
    }

    /**
     * The message before its arguments are put in; where others may have done that, as Netty does with its exceptions, the name
     * of the logger stands for it.
     */
    private static String words(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if ("{}".equals(event.getMessage())) {
            return event.getFormattedMessage(); // a line that came as a whole, of a list
        }
        boolean constant = (arguments != null && arguments.length > 0)
                || (event.getThrowableProxy() != null && event.getLoggerName().startsWith(OURS));
        return constant && event.getMessage() != null ? event.getMessage() : event.getLoggerName();
    }

    /** Asked only when the queue is nearly full; of a full one nobody is told. */
    @Override
    protected boolean isDiscardable(ILoggingEvent event) {
        boolean discarded = super.isDiscardable(event) || getRemainingCapacity() == 0;
        if (discarded) {
            dropped.increment();
        }
        return discarded;
    }

    /** How many lines did not fit into the queue so far. */
    long dropped() {
        return dropped.sum();
    }

    /** How many lines were left out so far. */
    long leftOut() {
        return rates.values().stream().mapToLong(LineRate::leftOut).sum();
    }

    /** The same for those words of which any were left out. */
    Map<String, Long> leftOutByWords() {
        Map<String, Long> counts = new TreeMap<>();
        rates.forEach((words, rate) -> {
            if (rate.leftOut() > 0) {
                counts.put(words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS), rate.leftOut());
            }
        });
        return counts;
    }
}
