/**
 * Certificate bundles that came over the admin port, on disk: a folder that a restart finds them in. Start reading at
 * {@link io.mqttproxy.bundles.BundleFolder}; what the files mean is in {@code config}.
 */
@NullMarked
package io.mqttproxy.bundles;

import org.jspecify.annotations.NullMarked;
