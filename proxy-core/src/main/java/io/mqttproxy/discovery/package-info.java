/**
 * Where backends are looked up while the proxy runs: DNS, a file, Kubernetes. Each is a {@link
 * io.mqttproxy.routing.BackendSource}; when to ask, what to keep and what a changed list means is decided in {@code routing}.
 *
 * <p>Start reading at {@link io.mqttproxy.discovery.Sources}. Whatever comes from outside is checked by pure readers:
 * {@link io.mqttproxy.discovery.DnsAnswer}, {@link io.mqttproxy.discovery.EndpointSlices}.
 */
@NullMarked
package io.mqttproxy.discovery;

import org.jspecify.annotations.NullMarked;
