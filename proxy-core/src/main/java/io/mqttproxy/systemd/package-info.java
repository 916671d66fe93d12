/**
 * Talks to the service manager that started the process: ready, stopping, alive, and a line of status, as sd_notify(3) says.
 * Owns the Unix datagram socket and its thread; does nothing where no service manager listens. Start reading at
 * {@link io.mqttproxy.systemd.ServiceNotifier}.
 */
@NullMarked
package io.mqttproxy.systemd;

import org.jspecify.annotations.NullMarked;
