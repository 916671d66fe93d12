/**
 * What the hot path costs, by JMH: nanoseconds and, with {@code -prof gc}, bytes allocated for each operation.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.ConnectBenchmark}. Run all with {@code mvn -pl perf -am package} and {@code
 * java -cp <class path of perf> org.openjdk.jmh.Main}.
 */
@NullMarked
package io.mqttproxy.perf;

import org.jspecify.annotations.NullMarked;
