/**
 * From samples to a file, a table and charts.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.report.Results}. Everything is immutable and pure but for
 * {@link io.mqttproxy.perf.report.ReportFiles}, which writes.
 */
@NullMarked
package io.mqttproxy.perf.report;

import org.jspecify.annotations.NullMarked;
