/**
 * HTTP for operators: metrics, health, clusters with drain and rebalance, and revocation by hand.
 *
 * <p>Start reading at {@link io.mqttproxy.admin.AdminApi}, which lists the endpoints. Looks at the rest of the proxy through
 * views that are handed in, of which {@link io.mqttproxy.admin.RevocationView} and {@link
 * io.mqttproxy.admin.ClusterControl} change something; runs on an event loop of its own, so that a scrape never delays a
 * connection.
 */
@NullMarked
package io.mqttproxy.admin;

import org.jspecify.annotations.NullMarked;
