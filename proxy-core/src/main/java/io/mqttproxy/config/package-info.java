/**
 * The operator's file: {@code proxy.yaml} becomes immutable records, or a list of everything that is wrong with it.
 *
 * <p>Start reading at {@link io.mqttproxy.config.ConfigLoader}, then {@link io.mqttproxy.config.ProxyConfig}. SnakeYAML
 * only composes nodes; binding them is ours, so that every value keeps its line and column and reaches its reader as the
 * text that the operator wrote ({@code no}, {@code 0755} and {@code 12:30} stay text).
 *
 * <p>Three layers: {@code *Reader} turn one text into one value, {@code *Binder} turn one section into one record,
 * {@code *Checks} compare sections with each other. None of them throws for an operator's mistake: they report it and go
 * on, so that all mistakes are told at once. Files are only looked at, never read; what is in them is checked by those
 * who use them, with the same {@link io.mqttproxy.config.Problem}.
 */
@NullMarked
package io.mqttproxy.config;

import org.jspecify.annotations.NullMarked;
