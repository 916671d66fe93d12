package io.mqttproxy.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The configuration that serves, and the way to another one. Called from the admin event loop; must not block. */
public interface ConfigurationView {

    /**
     * How a reload went.
     *
     * @param hash of the configuration that serves now
     * @param problems why nothing has changed; empty when the new configuration serves
     */
    record Reload(String hash, List<String> problems) {}

    /**
     * What serves, for people and tools.
     *
     * @return texts, numbers, booleans, nulls, lists and maps; free of secrets
     */
    Map<String, Object> show();

    /** Has the file read anew; never completes with a failure. */
    CompletionStage<Reload> reload();
}
