/**
 * The command line's side of the admin port: commands that talk to a running proxy.
 *
 * <p>Start reading at {@link io.mqttproxy.cli.ReloadCommand}.
 */
@NullMarked
package io.mqttproxy.cli;

import org.jspecify.annotations.NullMarked;
