/** Tests of the regular expressions that routes use, with the JDK's engine as the oracle. */
@NullMarked
package io.mqttproxy.routing.regex;

import org.jspecify.annotations.NullMarked;
