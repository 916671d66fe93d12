package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the admin port offers:
 *
 * <pre>
 * GET  /                     this list
 * GET  /metrics              Prometheus text, or OpenMetrics where the Accept header asks for it
 * GET  /livez                200 while the process serves
 * GET  /readyz               200 while new connections are welcome, 503 with the reasons otherwise
 * GET  /api/v1/revocations   what was revoked by hand
 * POST /api/v1/revoke        {"serial": "0a1b"}, or fingerprint, cn, identity: refused from now on, live ones end
 * POST /api/v1/restore       the same object: takes it back
 * GET  /api/v1/config        the configuration that serves, without secrets
 * POST /api/v1/reload        has the configuration file read anew
 * </pre>
 *
 * POST needs {@code Authorization: Bearer} and the token of {@code admin.token}.
 */
public final class AdminApi {

    private static final Logger log = LoggerFactory.getLogger(AdminApi.class);

    /** What is read of a request. */
    record Request(String accept, String body) {}

    private final Map<String, Function<Request, AdminAnswer>> reads = new TreeMap<>();
    private final Map<String, Function<Request, AdminAnswer>> changes = new TreeMap<>();
    private final Map<String, Function<Request, CompletionStage<AdminAnswer>>> slowChanges = new TreeMap<>();
    private volatile AdminToken token;

    /** Offers the given views. */
    public AdminApi(Scrape scrape, Readiness readiness, RevocationView revocations, AdminToken token) {
        this.token = token;
        RevocationApi revocation = new RevocationApi(revocations);
        reads.put("/", request -> index());
        reads.put("/metrics", request -> metrics(scrape, request.accept()));
        reads.put("/livez", request -> AdminAnswer.text(HttpResponseStatus.OK, "ok\n"));
        reads.put("/readyz", request -> ready(readiness));
        reads.put("/api/v1/revocations", request -> revocation.list());
        changes.put("/api/v1/revoke", request -> revocation.revoke(request.body()));
        changes.put("/api/v1/restore", request -> revocation.restore(request.body()));
    }

    /** Offers the configuration, too. Called before the port is bound. */
    public AdminApi with(ConfigurationView configuration) {
        ConfigurationApi api = new ConfigurationApi(configuration);
        reads.put("/api/v1/config", request -> api.show());
        slowChanges.put("/api/v1/reload", request -> api.reload());
        return this;
    }

    /** Has changes bear another token from now on. */
    public void token(AdminToken next) {
        token = next;
    }

    /** The endpoint that reads, or null. */
    @Nullable Function<Request, AdminAnswer> read(String path) {
        return reads.get(path);
    }

    /** The endpoint that changes something, or null. */
    @Nullable Function<Request, CompletionStage<AdminAnswer>> change(String path) {
        @Nullable Function<Request, AdminAnswer> quick = changes.get(path);
        return quick == null
                ? slowChanges.get(path)
                : request -> CompletableFuture.completedFuture(quick.apply(request));
    }

    AdminToken token() {
        return token;
    }

    private AdminAnswer index() {
        StringBuilder list = new StringBuilder();
        reads.keySet().forEach(path -> list.append("GET  ").append(path).append('\n'));
        Stream.concat(changes.keySet().stream(), slowChanges.keySet().stream())
                .sorted()
                .forEach(path -> list.append("POST ").append(path).append('\n'));
        return AdminAnswer.text(HttpResponseStatus.OK, list.toString());
    }

    private static AdminAnswer metrics(Scrape scrape, String accept) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            String contentType = scrape.write(accept, body);
            return new AdminAnswer(HttpResponseStatus.OK, contentType, body.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.error("The metrics could not be written", e);
            return AdminAnswer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the metrics could not be written\n");
        }
    }

    private static AdminAnswer ready(Readiness readiness) {
        StringBuilder body = new StringBuilder();
        boolean ready = true;
        for (Readiness.Check check : readiness.checks()) {
            ready &= check.ok();
            body.append(check.ok() ? "[ok] " : "[no] ")
                    .append(check.name())
                    .append(": ")
                    .append(check.detail())
                    .append('\n');
        }
        return AdminAnswer.text(
                ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, body.toString());
    }
}
