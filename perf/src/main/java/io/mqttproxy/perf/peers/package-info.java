/**
 * The programs that are compared: which are here, with which configuration they run, and as which processes.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.peers.Kind}; the configurations are the files of {@code perf/peers}.
 */
@NullMarked
package io.mqttproxy.perf.peers;

import org.jspecify.annotations.NullMarked;
