package io.mqttproxy.admin;

import java.io.IOException;
import java.io.OutputStream;

/** Writes all metrics. */
@FunctionalInterface
public interface Scrape {

    /**
     * Writes the exposition.
     *
     * @param accept the request's Accept header, empty when there is none
     * @return the content type of what was written
     */
    String write(String accept, OutputStream out) throws IOException;
}
