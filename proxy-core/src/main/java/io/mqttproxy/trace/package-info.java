/**
 * Traces of connections' set-up in OpenTelemetry's protocol (OTLP over HTTP, binary). No library of OpenTelemetry is needed: what
 * is written is one kind of message, and of answers only the status counts. Knows of {@code relay} what it has timed, and nothing
 * else.
 *
 * <p>Start reading at {@link io.mqttproxy.trace.OtlpExporter}, which queues and sends; {@link io.mqttproxy.trace.OtlpEncoder}
 * writes the message, {@link io.mqttproxy.trace.OtlpSender} is one request.
 */
@NullMarked
package io.mqttproxy.trace;

import org.jspecify.annotations.NullMarked;
