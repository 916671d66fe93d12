package io.mqttproxy.identity;

import org.jspecify.annotations.Nullable;

/** The values of a template's variables, for one client. */
@FunctionalInterface
public interface Facts {
    /**
     * The value of a variable.
     *
     * @param name a name that the template was parsed with
     * @return null when this client has no such thing, so that the template's default counts
     * @throws IdentityException when there is something but it cannot be trusted; a default does not help then
     */
    @Nullable String value(String name) throws IdentityException;
}
