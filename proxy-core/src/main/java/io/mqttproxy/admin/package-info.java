/**
 * HTTP for operators: metrics, health, and revocation by hand.
 *
 * <p>Start reading at {@link io.mqttproxy.admin.AdminApi}, which lists the endpoints. Looks at the rest of the proxy through
 * views that are handed in, of which only revocation changes something; runs on an event loop of its own, so that a scrape
 * never delays a connection.
 */
@NullMarked
package io.mqttproxy.admin;

import org.jspecify.annotations.NullMarked;
