/**
 * Writes the container image as a tar, for machines without an engine: a tool of the build, in no package. Start reading at
 * {@link io.mqttproxy.image.ImageTar}.
 */
@NullMarked
package io.mqttproxy.image;

import org.jspecify.annotations.NullMarked;
