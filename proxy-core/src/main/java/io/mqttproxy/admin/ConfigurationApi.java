package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /api/v1/config} and {@code /api/v1/reload}. */
final class ConfigurationApi {

    private final ConfigurationView view;

    ConfigurationApi(ConfigurationView view) {
        this.view = view;
    }

    AdminAnswer show() {
        return AdminAnswer.json(HttpResponseStatus.OK, JsonTree.write(view.show()) + "\n");
    }

    CompletionStage<AdminAnswer> reload(AdminApi.Request request) {
        return view.reload().thenApply(reload -> answer(reload, request.wantsText()));
    }

    private static AdminAnswer answer(ConfigurationView.Reload reload, boolean wantsText) {
        boolean reloaded = reload.problems().isEmpty();
        if (reloaded && wantsText) {
            return AdminAnswer.text(
                    HttpResponseStatus.OK, "Configuration " + reload.hash() + " serves new connections.\n");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reloaded", reloaded);
        body.put("hash", reload.hash());
        body.put("problems", reload.problems());
        if (!reloaded) {
            body.put("error", "refused, and nothing has changed:\n" + String.join("\n", reload.problems()));
        }
        return AdminAnswer.json(
                reloaded ? HttpResponseStatus.OK : HttpResponseStatus.UNPROCESSABLE_ENTITY,
                JsonTree.write(body) + "\n");
    }
}
