/**
 * Makes a proxy.yaml of another proxy's configuration, and says what it could not carry over. Reads text and returns text.
 * Start reading at {@link io.mqttproxy.convert.HaproxyConverter}.
 */
@NullMarked
package io.mqttproxy.convert;

import org.jspecify.annotations.NullMarked;
