/**
 * What the kernel says about processes: CPU, memory, and which belong together. Linux only.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.measure.Processes}. Everything is read from {@code /proc} as described in
 * proc(5); nothing here starts or changes a process.
 */
@NullMarked
package io.mqttproxy.perf.measure;

import org.jspecify.annotations.NullMarked;
