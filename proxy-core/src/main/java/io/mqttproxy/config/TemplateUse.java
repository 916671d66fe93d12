package io.mqttproxy.config;

import io.mqttproxy.identity.Template;

/** A template and where it stands, so that it can be compared with the rest of its listener. */
record TemplateUse(Template template, Value value) {}
