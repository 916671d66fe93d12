/**
 * Which backend a client gets: backends and their state, health, balancers, clusters and the route table.
 *
 * <p>Start reading at {@link io.mqttproxy.routing.Router}, which finds a client's
 * {@link io.mqttproxy.routing.Cluster}; the cluster picks a {@link io.mqttproxy.routing.BackendState} with its
 * {@link io.mqttproxy.routing.Balancer}; {@link io.mqttproxy.routing.Rebalance} says which clients have to move afterwards.
 * Nothing here opens a socket or reads a clock of its own: time, randomness and
 * executors are passed in. Classes are safe to call from every event loop at once unless they say otherwise.
 */
@NullMarked
package io.mqttproxy.routing;

import org.jspecify.annotations.NullMarked;
