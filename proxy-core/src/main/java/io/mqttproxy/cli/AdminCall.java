package io.mqttproxy.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Requests to the admin port of a running proxy.
 *
 * @param admin its address, such as {@code http://127.0.0.1:9090}
 * @param token what changes need; empty for none. Never shown
 */
record AdminCall(URI admin, String token) {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    /** A reload reads files, and may wait for another one. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(60);

    /**
     * What came back.
     *
     * @param status of HTTP
     * @param body the members of the JSON object; empty when it is none
     */
    record Answer(int status, Map<?, ?> body) {

        /** What the proxy says is wrong. */
        String error() {
            Object error = body.get("error");
            return error == null ? "HTTP status " + status : String.valueOf(error);
        }
    }

    /**
     * Has something changed; blocks.
     *
     * @throws IOException when there is no answer; the message says from where
     */
    Answer post(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(admin.resolve(path))
                .timeout(ANSWER_TIME)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIME)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), object(response.body()));
        } catch (IOException e) {
            throw new IOException(
                    admin + ": no answer: " + (e.getMessage() == null ? "nobody listens there" : e.getMessage())
                            + " (expected: the admin port of a running proxy)",
                    e);
        }
    }

    /** JSON is read as the YAML that it is, by the safe constructor, which makes nothing but plain values. */
    private static Map<?, ?> object(String json) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            return new Yaml(new SafeConstructor(options)).load(json) instanceof Map<?, ?> map ? map : Map.of();
        } catch (YAMLException e) {
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return "AdminCall[" + admin + "]";
    }
}
