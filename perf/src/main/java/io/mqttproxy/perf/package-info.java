/**
 * What the proxy costs: beside other proxies, and in its small parts.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.compare.Comparison}, which {@link io.mqttproxy.perf.Perf} runs for
 * {@code perf/run}. The benchmarks here are for JMH; {@link io.mqttproxy.perf.Microbenchmarks} runs them for
 * {@code perf/run jmh} and compares what they allocate with a baseline.
 */
@NullMarked
package io.mqttproxy.perf;

import org.jspecify.annotations.NullMarked;
