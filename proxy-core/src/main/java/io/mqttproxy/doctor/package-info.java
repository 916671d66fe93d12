/**
 * Whether a machine can keep what a configuration promises: limits, kernel settings, memory, certificates. Everything here
 * is read from {@link io.mqttproxy.doctor.Machine} and judged; nothing is changed. Start reading at {@link
 * io.mqttproxy.doctor.Doctor}.
 */
@NullMarked
package io.mqttproxy.doctor;

import org.jspecify.annotations.NullMarked;
