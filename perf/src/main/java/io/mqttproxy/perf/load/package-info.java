/**
 * The two processes on the other side of a proxy: devices, and the broker that echoes what they publish.
 *
 * <p>Start reading at {@link io.mqttproxy.perf.load.LoadMain}: it takes one {@link io.mqttproxy.perf.load.Job} a line from
 * its input and answers each with the line of an {@link io.mqttproxy.perf.load.Outcome}. It lives as long as the whole
 * comparison, so that its own code is compiled when the first figure is taken. All traffic runs on one event loop.
 */
@NullMarked
package io.mqttproxy.perf.load;

import org.jspecify.annotations.NullMarked;
