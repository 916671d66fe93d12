package io.mqttproxy.config;

import java.net.URI;
import java.net.URISyntaxException;

/** An absolute {@code http} URI with a host. */
final class HttpLocationReader implements TextReader<URI> {
    @Override
    public URI read(String text) throws BadValue {
        try {
            URI uri = new URI(text);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                throw BadValue.plain();
            }
            return uri;
        } catch (URISyntaxException e) {
            throw BadValue.plain();
        }
    }

    @Override
    public String expected() {
        return "a location such as http://ocsp.example.com/";
    }
}
