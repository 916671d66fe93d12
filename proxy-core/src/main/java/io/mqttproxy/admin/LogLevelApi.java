package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.admin.LogControl.LoggerLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/log-levels}: GET lists, or tells of one ({@code ?logger=io.mqttproxy.relay}); {@code
 * /api/v1/log-levels/{logger}}: POST changes, <code>{"level": "debug", "for": "10m"}</code>, and DELETE takes it back.
 */
final class LogLevelApi {

    private static final String LOGGER = "logger";
    private static final String LEVEL = "level";
    private static final String FOR = "for";

    private static final int LONGEST_NAME = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*");
    private static final String EXPECTED = "root, or a package or class such as io.mqttproxy.relay";

    private final LogControl control;

    LogLevelApi(LogControl control) {
        this.control = control;
    }

    void addTo(Endpoints reads, Endpoints changes, Endpoints removals) {
        reads.add("/api/v1/log-levels", this::list);
        changes.add("/api/v1/log-levels/{name}", this::change);
        removals.add("/api/v1/log-levels/{name}", this::reset);
    }

    private AdminAnswer list(Request request) {
        try {
            @Nullable String one = QueryTexts.ofQuery(request.query(), List.of(LOGGER)).get(LOGGER);
            return answer(request, one == null ? control.list() : List.of(known(one, control.find(name(one)))));
        } catch (ApiException e) {
            return e.answer();
        }
    }

    private AdminAnswer change(Request request) {
        try {
            String name = name(request.name());
            Map<String, String> texts = QueryTexts.ofBody(request.body(), List.of(LEVEL, FOR));
            String level = level(texts.get(LEVEL));
            @Nullable Duration span = span(texts.get(FOR));
            return answer(request, List.of(known(name, control.set(name, level, span))));
        } catch (ApiException e) {
            return e.answer();
        }
    }

    private AdminAnswer reset(Request request) {
        try {
            String name = name(request.name());
            boolean reset = control.reset(name);
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, reset ? "reset\n" : "it was not changed\n")
                    : AdminAnswer.json(new JsonObject().with("reset", reset));
        } catch (ApiException e) {
            return e.answer();
        }
    }

    /** What is no name is not repeated: it may hold anything. */
    private static String name(String text) throws ApiException {
        if (text.length() > LONGEST_NAME || !NAME.matcher(text).matches()) {
            throw ApiException.badRequest("logger: not the name of one (expected: " + EXPECTED + ")");
        }
        return text;
    }

    private static LoggerLevel known(String name, @Nullable LoggerLevel found) throws ApiException {
        if (found == null) {
            throw ApiException.notFound("logger: nothing has logged as " + name + " yet (expected: " + EXPECTED
                    + "; a class that was not used so far has the level of its package)");
        }
        return found;
    }

    private static String level(@Nullable String text) throws ApiException {
        if (text == null || !LogControl.LEVELS.contains(text)) {
            throw ApiException.badRequest((text == null ? "level: missing" : "level: " + text) + " (expected: one of "
                    + String.join(", ", LogControl.LEVELS) + ")");
        }
        return text;
    }

    private static @Nullable Duration span(@Nullable String text) throws ApiException {
        @Nullable Duration span = text == null ? null : Span.parse(text);
        if (text != null && span == null) {
            throw ApiException.badRequest(FOR + ": " + text + " (expected: " + Span.EXPECTED + ")");
        }
        return span;
    }

    private static AdminAnswer answer(Request request, List<LoggerLevel> levels) {
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, text(levels))
                : AdminAnswer.json(new JsonObject()
                        .with(
                                "logLevels",
                                levels.stream().map(LogLevelApi::json).toList()));
    }

    private static JsonObject json(LoggerLevel one) {
        return new JsonObject()
                .with(LOGGER, one.logger())
                .with(LEVEL, one.level())
                .with("changed", one.changed())
                .with("until", one.until() == null ? null : one.until().toString());
    }

    private static String text(List<LoggerLevel> levels) {
        TextTable table = new TextTable("LOGGER", "LEVEL", "CHANGED", "UNTIL");
        for (LoggerLevel one : levels) {
            String until = one.changed() ? "reset" : "-";
            table.row(
                    one.logger(),
                    one.level(),
                    one.changed() ? "yes" : "no",
                    one.until() == null ? until : one.until().toString());
        }
        return table.toString();
    }
}
