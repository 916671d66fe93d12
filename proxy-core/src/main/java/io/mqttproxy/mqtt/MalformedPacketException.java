package io.mqttproxy.mqtt;

import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not the packet which they should be. It has no stack trace: a client can cause it at will, and filling
 * one would cost more than parsing. Its message never quotes text that came from outside.
 */
public final class MalformedPacketException extends DecoderException {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final @Nullable MqttVersion version;
    private final transient AnswerLimits answerLimits;

    MalformedPacketException(RefusalReason reason, @Nullable MqttVersion version, String message) {
        this(reason, version, AnswerLimits.UNKNOWN, message);
    }

    MalformedPacketException(
            RefusalReason reason, @Nullable MqttVersion version, AnswerLimits answerLimits, String message) {
        super(message);
        this.reason = reason;
        this.version = version;
        this.answerLimits = answerLimits;
    }

    /** What a CONNACK says about it. */
    public RefusalReason reason() {
        return reason;
    }

    /**
     * The version in whose form a CONNACK can be sent, or null when there must be none because the packet broke before
     * its version was read. For {@link RefusalReason#UNSUPPORTED_VERSION} it is the version whose CONNACK the client is
     * likeliest to understand: MQTT 5 for a name of {@code MQTT} with a level of 5 or more, otherwise MQTT 3.1.1.
     */
    public @Nullable MqttVersion version() {
        return version;
    }

    /** What a CONNACK may hold; {@link AnswerLimits#UNKNOWN} when the packet broke before its properties were read. */
    public AnswerLimits answerLimits() {
        return answerLimits;
    }

    /** Does nothing: see the class. Unsynchronised, which the superclass only needs for the trace. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
