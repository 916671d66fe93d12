/**
 * Tries every backend with a real CONNECT, at start and for {@code check --probe}, and names which side is wrong.
 *
 * <p>Start reading at {@link io.mqttproxy.selftest.SelfTest}; {@link io.mqttproxy.selftest.Examination} decides what to try
 * next, {@link io.mqttproxy.selftest.Diagnosis} finds the words. The probe itself is {@link
 * io.mqttproxy.relay.MqttProbe}.
 */
@NullMarked
package io.mqttproxy.selftest;

import org.jspecify.annotations.NullMarked;
