/**
 * Every meter of the proxy: names, help texts and labels, handles for the hot path, and the exposition for Prometheus.
 *
 * <p>Start reading at {@link io.mqttproxy.metrics.Meters}, the only list of names, then
 * {@link io.mqttproxy.metrics.ProxyMetrics}, which hands out a {@link io.mqttproxy.metrics.ListenerMetrics} per
 * listener and a {@link io.mqttproxy.metrics.BackendMetrics} per backend. Both resolve their series once, when they
 * are made: an event costs an array access and an increment that threads do not contend for. Label values come from
 * the configuration or from closed enums, so nothing that a client sends can make a series. Everything may be called
 * from every thread.
 */
@NullMarked
package io.mqttproxy.metrics;

import org.jspecify.annotations.NullMarked;
