package io.mqttproxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where a collector takes OTLP over HTTP; with the path, which each may have elsewhere, and without anything secret: the log
 * names it.
 */
final class CollectorReader implements TextReader<URI> {
    private static final int LARGEST_PORT = 65_535;
    private static final String BEYOND = "@?#"; // login, query, fragment
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Override
    public URI read(String text) throws BadValue {
        if (text.chars().anyMatch(c -> BEYOND.indexOf(c) >= 0)) {
            throw BadValue.because("more than an address", expected()); // which may be a secret, and is not shown
        }
        try {
            URI uri = new URI(text);
            boolean whole = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= LARGEST_PORT
                    && uri.getPath().length() > 1;
            if (!whole) {
                throw BadValue.plain();
            }
            return uri;
        } catch (URISyntaxException e) {
            throw BadValue.plain();
        }
    }

    @Override
    public String expected() {
        return "an address with its path and nothing else, such as http://127.0.0.1:4318/v1/traces"
                + "; tokens go to headers";
    }
}
