package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the admin port offers:
 *
 * <pre>
 * GET  /                                 the dashboard; this list with Accept: text/plain
 * GET  /metrics                          Prometheus text, or OpenMetrics where the Accept header asks for it
 * GET  /livez                            200 while the process serves
 * GET  /readyz                           200 while new connections are welcome, 503 with the reasons otherwise
 * GET  /api/v1/clusters                  backends with state, reason, weight and connections
 * GET  /api/v1/explain?clientId=X        where a client would go; see {@link ClientQuery}
 * GET  /api/v1/status                    all of this in one object
 * GET  /api/v1/events                    the same as server-sent events, one a second
 * GET  /api/v1/listeners                 connections, refusals and handshakes of each
 * GET  /api/v1/certificates              days left, names and where they are used
 * GET  /api/v1/bundles                   the same, with what was done to bundles lately; /api/v1/bundles/{name} for one
 * GET  /api/v1/sessions                  live connections in pages; see {@link ClientFilter}
 * GET  /api/v1/refusals                  why clients were refused lately
 * GET  /api/v1/bans                      who is kept out
 * GET  /api/v1/revocations               what was revoked by hand
 * GET  /api/v1/config                    the configuration that serves, without secrets
 * GET  /api/v1/hash?clientId=X           what the logs have for a client whose name they hash
 * GET  /api/v1/log-levels                what the log tells; of one with logger=X
 * POST /api/v1/backends/{name}/drain     {"pace": "500/s"} or nothing: new clients go elsewhere, present ones move
 * POST /api/v1/backends/{name}/restore   takes it back
 * POST /api/v1/clusters/{name}/rebalance {"pace": "500/s"} or nothing: moves as many as an even share needs
 * POST /api/v1/sessions/disconnect       a filter: ends those connections
 * POST /api/v1/bans                      {"clientId": "x", "for": "1h"}, or identity, address: keeps them out, live ones end
 * DELETE /api/v1/bans?clientId=x         takes it back
 * POST /api/v1/bundles/{name}            {"certificate": PEM, "key": PEM, "sni": []}: replaces a certificate
 * DELETE /api/v1/bundles/{name}          takes it back
 * POST /api/v1/revoke                    {"serial": "0a1b"}, or fingerprint, cn, identity: refused from now on, live ones end
 * POST /api/v1/restore                   the same object: takes it back
 * POST /api/v1/log-levels/{name}         {"level": "debug", "for": "10m"}: has a logger tell more, or less
 * DELETE /api/v1/log-levels/{name}       takes it back
 * POST /api/v1/reload                    has the configuration file read anew
 * </pre>
 *
 * GET answers in JSON, or with {@code Accept: text/plain} in lines for people, where it can. Changes need {@code Authorization: Bearer} and the token of
 * {@code admin.token}, and so does reading from another machine: {@link Gate}.
 */
public final class AdminApi {

    private static final Logger log = LoggerFactory.getLogger(AdminApi.class);

    /**
     * What is read of a request.
     *
     * @param query the parameters behind the path, decoded
     * @param name the part of the path that is a name; empty where there is none
     */
    record Request(String accept, Map<String, List<String>> query, String body, String name) {

        Request named(String part) {
            return new Request(accept, query, body, part);
        }

        /** Whether the answer is for people. */
        boolean wantsText() {
            return accept.startsWith("text/plain");
        }
    }

    private static final String BUNDLES = "/api/v1/bundles/";

    /** For a chain and a key; bounds what strangers can have the port hold. */
    static final int BUNDLE_BYTES = 64 * 1024;

    private static final int USUAL_BYTES = 8 * 1024;

    private final Endpoints reads = new Endpoints();
    private final Endpoints changes = new Endpoints();
    private final Endpoints removals = new Endpoints();
    private final Readiness readiness;
    private final ClusterControl clusters;
    private volatile AdminToken token;
    private Gate gate = new Gate(Set.of());
    private @Nullable EventStream events;

    /** Offers the given views. */
    public AdminApi(
            Scrape scrape, Readiness readiness, RevocationView revocations, ClusterControl clusters, AdminToken token) {
        this.readiness = readiness;
        this.clusters = clusters;
        this.token = token;
        RevocationApi revocation = new RevocationApi(revocations);
        ClusterApi cluster = new ClusterApi(clusters);
        reads.add("/api/v1/clusters", cluster::list);
        reads.add("/api/v1/explain", new ExplainApi(clusters)::explain);
        changes.add("/api/v1/backends/{name}/drain", cluster::drain);
        changes.add("/api/v1/backends/{name}/restore", cluster::restore);
        changes.add("/api/v1/clusters/{name}/rebalance", cluster::rebalance);
        reads.add("/", request -> index());
        reads.add("/metrics", request -> metrics(scrape, request.accept()));
        reads.add("/livez", request -> AdminAnswer.text(HttpResponseStatus.OK, "ok\n"));
        reads.add("/readyz", request -> ready(readiness));
        reads.add("/api/v1/revocations", request -> revocation.list());
        changes.addSlow("/api/v1/revoke", request -> revocation.revoke(request.body()));
        changes.add("/api/v1/restore", request -> revocation.restore(request.body()));
    }

    /** Offers more, and the dashboard. Called before the port is bound. */
    public AdminApi with(OperatorViews views) {
        OperatorApi operators = new OperatorApi(views, clusters, readiness, InstantSource.system());
        operators.addTo(reads, changes, removals);
        reads.add(
                "/",
                request -> request.wantsText() ? index() : operators.dashboard().page());
        gate = new Gate(views.hosts());
        events = operators.events();
        return this;
    }

    /** Offers the levels of the log, too, and what clients are called in it. Called before the port is bound. */
    public AdminApi with(LogControl levels, HashView names) {
        new LogLevelApi(levels).addTo(reads, changes, removals);
        reads.add("/api/v1/hash", new HashApi(names)::hash);
        return this;
    }

    /** Offers the configuration, too. Called before the port is bound. */
    public AdminApi with(ConfigurationView configuration) {
        ConfigurationApi api = new ConfigurationApi(configuration);
        reads.add("/api/v1/config", request -> api.show());
        changes.addSlow("/api/v1/reload", api::reload);
        return this;
    }

    /** Has changes bear another token from now on. */
    public void token(AdminToken next) {
        token = next;
    }

    /** The endpoint that reads, or null. */
    @Nullable Function<Request, CompletionStage<AdminAnswer>> read(String path) {
        return reads.find(path);
    }

    /** The endpoint that changes something, or null. */
    @Nullable Function<Request, CompletionStage<AdminAnswer>> change(String path) {
        return changes.find(path);
    }

    /** The endpoint that takes something away, or null. */
    @Nullable Function<Request, CompletionStage<AdminAnswer>> removal(String path) {
        return removals.find(path);
    }

    /** The stream behind a path, or null. */
    @Nullable EventStream stream(String path) {
        return path.equals("/api/v1/events") ? events : null;
    }

    /** The methods that a path takes, for people; empty when there is nothing. */
    String methods(String path) {
        StringJoiner methods = new StringJoiner(", ");
        if (read(path) != null) {
            methods.add("GET, HEAD");
        }
        if (stream(path) != null) {
            methods.add("GET"); // one that never ends has no length to tell
        }
        if (change(path) != null) {
            methods.add("POST");
        }
        if (removal(path) != null) {
            methods.add("DELETE");
        }
        return methods.toString();
    }

    /** How many bytes a request to this path may have. */
    int mostBytes(String path) {
        return path.startsWith(BUNDLES) ? BUNDLE_BYTES : USUAL_BYTES;
    }

    Gate gate() {
        return gate;
    }

    AdminToken token() {
        return token;
    }

    private AdminAnswer index() {
        StringBuilder list = new StringBuilder();
        reads.paths().forEach(path -> list.append("GET  ").append(path).append('\n'));
        changes.paths().forEach(path -> list.append("POST ").append(path).append('\n'));
        removals.paths().forEach(path -> list.append("DELETE ").append(path).append('\n'));
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
