/** Takes the packages as a user would: unpacks, starts, connects. */
@NullMarked
package io.mqttproxy.dist;

import org.jspecify.annotations.NullMarked;
