/**
 * Regular expressions whose matching takes one table look-up per character, whatever pattern and text are.
 *
 * <p>Clients choose the texts that routes look at, so a backtracking engine would let one of them keep an event loop busy
 * for as long as it likes. Start reading at {@link io.mqttproxy.routing.regex.LinearRegex}: {@code Parser} reads a pattern
 * into a {@code Node} tree, {@code Positions} numbers its characters (Glushkov 1961), {@code Automaton} is the table.
 */
@NullMarked
package io.mqttproxy.routing.regex;

import org.jspecify.annotations.NullMarked;
