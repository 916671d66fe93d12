package io.mqttproxy.admin;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What operators revoke by hand. Called from the admin event loop; must not block. */
public interface RevocationView {

    /** The properties that a certificate can be revoked by, with the values that are revoked now. */
    Map<String, Set<String>> list();

    /**
     * Revokes: whoever comes from now on is refused.
     *
     * @param property one of the keys of {@link #list()}
     * @return how many live connections end because of it, once all have been looked at; on any thread
     */
    CompletionStage<Integer> revoke(String property, String value);

    /**
     * Takes a revocation back.
     *
     * @param property one of the keys of {@link #list()}
     * @return whether there was one
     */
    boolean restore(String property, String value);
}
