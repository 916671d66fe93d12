package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.routing.RouteKey;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code /api/v1/explain?clientId=X&sni=Y}: where a client would go now, and why. */
final class ExplainApi {

    private final ClusterControl control;

    ExplainApi(ClusterControl control) {
        this.control = control;
    }

    AdminAnswer explain(Request request) {
        try {
            RouteKey client = ClientQuery.parse(request.query(), control.listeners());
            ExplanationReport report = new ExplanationReport(client, control.explain(client));
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, report.text())
                    : AdminAnswer.json(HttpResponseStatus.OK, report.json());
        } catch (IllegalArgumentException e) {
            return AdminAnswer.error(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
