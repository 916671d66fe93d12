/** Tests of the meters; {@code Samples} reads expositions, {@code Events} are labels as a caller would have them. */
@NullMarked
package io.mqttproxy.metrics;

import org.jspecify.annotations.NullMarked;
