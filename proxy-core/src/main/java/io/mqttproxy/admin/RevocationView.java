package io.mqttproxy.admin;

import java.util.Map;
import java.util.Set;

/** What operators revoke by hand. Called from the admin event loop; must not block. */
public interface RevocationView {

    /** The properties that a certificate can be revoked by, with the values that are revoked now. */
    Map<String, Set<String>> list();

    /**
     * Revokes.
     *
     * @param property one of the keys of {@link #list()}
     * @return how many live connections end because of it
     */
    int revoke(String property, String value);

    /**
     * Takes a revocation back.
     *
     * @param property one of the keys of {@link #list()}
     * @return whether there was one
     */
    boolean restore(String property, String value);
}
