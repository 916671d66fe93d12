package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;

/** Adds what {@link OperatorViews} offer to the endpoints. */
final class OperatorApi {

    private final OperatorViews views;
    private final ClusterControl clusters;
    private final InstantSource clock;
    private final StatusReport status;
    private final Dashboard dashboard = new Dashboard();
    private final ReasonsPage reasons = new ReasonsPage();

    OperatorApi(OperatorViews views, ClusterControl clusters, Readiness readiness, InstantSource clock) {
        this.views = views;
        this.clusters = clusters;
        this.clock = clock;
        this.status = new StatusReport(views, clusters, readiness, clock);
    }

    void addTo(Endpoints reads, Endpoints changes, Endpoints removals) {
        ClientApi clients = new ClientApi(views.clients(), clusters::usualPace);
        BanApi bans = new BanApi(views.bans(), clusters::usualPace, clock);
        reads.addSlow("/api/v1/sessions", clients::list);
        changes.addSlow("/api/v1/sessions/disconnect", clients::disconnect);
        reads.add("/api/v1/refusals", new RefusalApi(views.refusals())::list);
        reads.add("/api/v1/bans", bans::list);
        changes.addSlow("/api/v1/bans", bans::ban);
        removals.add("/api/v1/bans", bans::lift);
        new BundleApi(views.proxy(), views.bundles(), views.background(), clock).addTo(reads, changes, removals);
        reads.add("/api/v1/certificates", this::certificates);
        reads.add("/api/v1/listeners", this::listeners);
        String openApi = Resource.text("openapi.json");
        reads.add("/api/v1/openapi.json", request -> AdminAnswer.json(HttpResponseStatus.OK, openApi));
        reads.add("/close-reasons", request -> reasons.page());
        reads.add("/api/v1/status", request -> AdminAnswer.json(status.json()));
    }

    EventStream events() {
        return new EventStream(() -> status.json().toString());
    }

    Dashboard dashboard() {
        return dashboard;
    }

    private AdminAnswer certificates(Request request) {
        return request.wantsText()
                ? AdminAnswer.text(
                        HttpResponseStatus.OK,
                        CertificateReport.text(views.proxy().certificates(), clock.instant()))
                : AdminAnswer.json(new JsonObject()
                        .with(
                                "certificates",
                                CertificateReport.json(views.proxy().certificates(), clock.instant())));
    }

    private AdminAnswer listeners(Request request) {
        return request.wantsText()
                ? AdminAnswer.text(
                        HttpResponseStatus.OK, ListenerReport.text(views.proxy().listeners()))
                : AdminAnswer.json(new JsonObject()
                        .with("listeners", ListenerReport.json(views.proxy().listeners())));
    }
}
