/** Looks into the image that the build has made. */
@NullMarked
package io.mqttproxy.image;

import org.jspecify.annotations.NullMarked;
