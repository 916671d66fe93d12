/** Tests of routing; {@code Fixtures}, {@code ManualClock} and {@code ManualScheduler} are shared by them. */
@NullMarked
package io.mqttproxy.routing;

import org.jspecify.annotations.NullMarked;
