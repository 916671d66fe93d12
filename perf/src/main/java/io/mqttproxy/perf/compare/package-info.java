/**
 * The comparison: who does what when, and what is read meanwhile.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.compare.Comparison}. Systems under test run on one core, load and broker on
 * another; this process sleeps while they work.
 */
@NullMarked
package io.mqttproxy.perf.compare;

import org.jspecify.annotations.NullMarked;
