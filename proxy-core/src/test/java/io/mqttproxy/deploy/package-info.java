/** Holds what lies in deploy/ against the proxy itself: rules, dashboard, packages, units, images, compositions. */
@NullMarked
package io.mqttproxy.deploy;

import org.jspecify.annotations.NullMarked;
