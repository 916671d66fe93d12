package io.mqttproxy.relay;

/**
 * How many may go in one step, at a pace in a second. Counts in tenths, so that any pace comes out even; an idle time is not
 * saved up. One thread.
 */
final class Credit {

    /** Ten small steps a second are smooth enough for a peer and cheap enough for us. */
    static final int STEPS_PER_SECOND = 10;

    /** From one step to the next. */
    static final long STEP_MILLIS = 1_000 / STEPS_PER_SECOND;

    private int tenths;

    /** Begins a step. */
    void refill(int perSecond) {
        tenths = Math.min(tenths + perSecond, perSecond + STEPS_PER_SECOND);
    }

    /** Whether one more may go. */
    boolean isLeft() {
        return tenths >= STEPS_PER_SECOND;
    }

    /** One goes. */
    void take() {
        tenths -= STEPS_PER_SECOND;
    }
}
