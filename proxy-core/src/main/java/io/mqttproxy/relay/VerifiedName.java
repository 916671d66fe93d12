package io.mqttproxy.relay;

import io.mqttproxy.identity.NameRule;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is by the identity rule of its listener, and what every other name of it must be like.
 *
 * @param identity null without such a rule, or before the CONNECT was read
 * @param rule the strict one without an identity
 */
record VerifiedName(@Nullable String identity, NameRule rule) {

    static final VerifiedName NONE = new VerifiedName(null, NameRule.PLAIN);
}
