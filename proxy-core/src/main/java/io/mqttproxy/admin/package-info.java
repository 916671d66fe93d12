/**
 * HTTP for operators: metrics and health.
 *
 * <p>Start reading at {@link io.mqttproxy.admin.AdminHandler}, whose first lines list the endpoints. Looks at the rest of
 * the proxy through read-only views that are handed in; runs on an event loop of its own, so that a scrape never delays a
 * connection.
 */
@NullMarked
package io.mqttproxy.admin;

import org.jspecify.annotations.NullMarked;
