package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * The port for operators and their tools.
 *
 * @param bind where it listens
 * @param token what changes need; null = no changes
 */
public record AdminConfig(BindAddress bind, @Nullable Secret token) {}
