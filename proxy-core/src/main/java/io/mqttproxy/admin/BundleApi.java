package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.admin.BundleControl.Change;
import io.mqttproxy.admin.BundleControl.Obstacle;
import io.mqttproxy.admin.BundleControl.RefusedException;
import io.mqttproxy.admin.BundleControl.Upload;
import io.mqttproxy.admin.ProxyView.Certificate;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/bundles}: GET lists, and <code>/api/v1/bundles/{name}</code> is one of them: GET shows, POST uploads or
 * replaces, DELETE takes an upload back. A namespace is written with {@code %2F} behind it.
 *
 * <p>Everything about an upload, its JSON included, happens on the executor for what blocks.
 */
final class BundleApi {

    private static final Logger log = LoggerFactory.getLogger(BundleApi.class);

    private final ProxyView proxy;
    private final BundleControl control;
    private final Executor background;
    private final InstantSource clock;

    BundleApi(ProxyView proxy, BundleControl control, Executor background, InstantSource clock) {
        this.proxy = proxy;
        this.control = control;
        this.background = background;
        this.clock = clock;
    }

    void addTo(Endpoints reads, Endpoints changes, Endpoints removals) {
        reads.add("/api/v1/bundles", this::list);
        reads.add("/api/v1/bundles/{name}", this::show);
        changes.addSlow("/api/v1/bundles/{name}", request -> later(request, this::put));
        removals.addSlow("/api/v1/bundles/{name}", request -> later(request, this::delete));
    }

    private AdminAnswer list(Request request) {
        List<Certificate> certificates = proxy.certificates();
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, BundleReport.text(certificates, clock.instant()))
                : AdminAnswer.json(new JsonObject()
                        .with("bundles", CertificateReport.json(certificates, clock.instant()))
                        .with(
                                "changes",
                                control.changes().stream()
                                        .map(BundleReport::json)
                                        .toList()));
    }

    private AdminAnswer show(Request request) {
        List<Certificate> certificates = bundle(request.name());
        if (certificates.isEmpty()) {
            return unknown();
        }
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, BundleReport.text(certificates, clock.instant()))
                : AdminAnswer.json(
                        CertificateReport.json(certificates, clock.instant()).get(0));
    }

    private AdminAnswer put(Request request) {
        try {
            Upload upload = BundleBody.parse(request.body());
            return done(request, control.put(request.name(), upload));
        } catch (ApiException e) {
            return e.answer();
        } catch (RefusedException e) {
            return refused(e);
        }
    }

    private AdminAnswer delete(Request request) {
        try {
            return done(request, control.delete(request.name()));
        } catch (RefusedException e) {
            return refused(e);
        }
    }

    private AdminAnswer done(Request request, Change change) {
        List<Certificate> now = bundle(change.bundle());
        if (request.wantsText()) {
            return AdminAnswer.text(HttpResponseStatus.OK, BundleReport.sentence(change, now, clock.instant()));
        }
        JsonObject body = new JsonObject().with("id", change.id());
        if (!now.isEmpty()) {
            body.with("bundle", CertificateReport.json(now, clock.instant()).get(0));
        }
        return AdminAnswer.json(body);
    }

    private List<Certificate> bundle(String name) {
        return proxy.certificates().stream()
                .filter(certificate -> certificate.bundle().equals(name))
                .toList();
    }

    private static AdminAnswer unknown() {
        return AdminAnswer.error(
                HttpResponseStatus.NOT_FOUND, "no such bundle (expected: one of those that GET /api/v1/bundles lists)");
    }

    private static AdminAnswer refused(RefusedException e) {
        String error = "refused, and nothing has changed:\n" + e.getMessage();
        return AdminAnswer.json(
                status(e.obstacle()),
                new JsonObject().with("error", error).with("id", e.id()).withTexts("problems", e.problems()) + "\n");
    }

    private static HttpResponseStatus status(Obstacle obstacle) {
        return switch (obstacle) {
            case INVALID -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case NOT_MANAGED -> HttpResponseStatus.CONFLICT;
            case UNKNOWN -> HttpResponseStatus.NOT_FOUND;
            case DISK -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private CompletionStage<AdminAnswer> later(Request request, Function<Request, AdminAnswer> change) {
        try {
            return CompletableFuture.supplyAsync(() -> change.apply(request), background)
                    .exceptionally(BundleApi::failed);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    AdminAnswer.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "the proxy stops"));
        }
    }

    private static AdminAnswer failed(Throwable failure) {
        log.error("A bundle could not be changed by a defect of the proxy; please report it", failure);
        return AdminAnswer.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "it failed; the log of the proxy says why");
    }
}
