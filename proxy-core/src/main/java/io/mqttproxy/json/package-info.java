/**
 * Owns how JSON from outside is read: what the Kubernetes API answers, and what operators send to the admin port. Uses nobody of
 * ours. Start reading at {@link io.mqttproxy.json.JsonReader}.
 */
@NullMarked
package io.mqttproxy.json;

import org.jspecify.annotations.NullMarked;
