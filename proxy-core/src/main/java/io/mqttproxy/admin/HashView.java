package io.mqttproxy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients are called in the logs. Called from the admin event loop. */
public interface HashView {

    /** What can be hashed. */
    List<String> FIELDS = List.of("clientId", "identity", "username", "address");

    /**
     * The hash that stands for a text.
     *
     * @param field one of {@link #FIELDS}
     * @return null when that field is written as it is
     * @throws IllegalArgumentException when the text is none of its kind; says what was expected
     */
    @Nullable String hash(String field, String text);
}
