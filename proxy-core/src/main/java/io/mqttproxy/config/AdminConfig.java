package io.mqttproxy.config;

/** The port for operators and their tools. */
public record AdminConfig(BindAddress bind) {}
