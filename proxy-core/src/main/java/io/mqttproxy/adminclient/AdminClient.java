package io.mqttproxy.adminclient;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Asks the admin port of a running proxy. Blocks; for command lines. Never shows the token. */
public final class AdminClient {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int HIGHEST_PORT = 65_535;

    private final URI base;
    private final @Nullable String token;
    private final HttpClient http;

    /**
     * Asks there. Over TLS the certificate's names are compared with the address (RFC 9110 section 4.3.4), by a context that
     * does not decide about that itself.
     *
     * @param base {@code http://host:port} or {@code https://host:port}
     * @param token what changes need, and reading from another machine; or null
     * @param tls for https
     * @throws AdminClientException when the address is none of HTTP
     */
    public AdminClient(URI base, @Nullable String token, SSLContext tls) throws AdminClientException {
        String scheme = String.valueOf(base.getScheme());
        if (!List.of("http", "https").contains(scheme)
                || base.getHost() == null
                || base.getPort() > HIGHEST_PORT
                || base.getRawQuery() != null
                || base.getRawFragment() != null) {
            throw new AdminClientException(base + " (expected: the admin address such as http://127.0.0.1:9090)");
        }
        this.base = base;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /** A text as it may stand in a path or a query (RFC 3986 section 2.1). */
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Reads.
     *
     * @param path with a slash in front; escaped
     * @param accept the media type that is wanted
     * @return the body
     * @throws AdminClientException when nobody answers in ten seconds, or refuses
     */
    public String get(String path, String accept) throws AdminClientException {
        return send(request(path, accept).GET());
    }

    /**
     * Changes something.
     *
     * @param path with a slash in front; escaped
     * @param json the body; may be empty
     * @param accept the media type that is wanted
     * @return the body of the answer
     * @throws AdminClientException when nobody answers in ten seconds, or refuses
     */
    public String post(String path, String json, String accept) throws AdminClientException {
        return post(path, json, accept, LIMIT);
    }

    /**
     * Changes something that takes its time.
     *
     * @param limit how long to wait for the answer
     * @return the body of the answer
     * @throws AdminClientException when nobody answers within the limit, or refuses
     */
    public String post(String path, String json, String accept, Duration limit) throws AdminClientException {
        return send(request(path, accept).timeout(limit).POST(BodyPublishers.ofString(json)));
    }

    /**
     * Takes something away.
     *
     * @param path with a slash in front; escaped
     * @param accept the media type that is wanted
     * @return the body of the answer
     * @throws AdminClientException when nobody answers in ten seconds, or refuses
     */
    public String delete(String path, String accept) throws AdminClientException {
        return delete(path, accept, LIMIT);
    }

    /**
     * Takes something away that takes its time.
     *
     * @param limit how long to wait for the answer
     * @return the body of the answer
     * @throws AdminClientException when nobody answers within the limit, or refuses
     */
    public String delete(String path, String accept, Duration limit) throws AdminClientException {
        return send(request(path, accept).timeout(limit).DELETE());
    }

    private HttpRequest.Builder request(String path, String accept) {
        String root = base.toString().replaceAll("/+$", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(LIMIT).header("Accept", accept);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws AdminClientException {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new AdminClientException(base + ": " + refusal(response));
            }
            return response.body();
        } catch (IOException e) {
            @Nullable String tls = TlsTrouble.of(e);
            throw new AdminClientException(
                    base + ": "
                            + (tls == null
                                    ? "no answer (expected: the admin address of a running proxy): " + reason(e)
                                    : tls),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminClientException(base + ": interrupted", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String refusal(HttpResponse<String> response) {
        @Nullable String error = error(response.body());
        return error == null
                ? "HTTP " + response.statusCode() + ": " + response.body().strip()
                : error;
    }

    /** The text that the API gives as a reason; JSON is read as the YAML that it is. */
    private static @Nullable String error(String body) {
        try {
            Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(body);
            return parsed instanceof Map<?, ?> map && map.get("error") instanceof String text ? text : null;
        } catch (YAMLException e) {
            return null;
        }
    }
}
