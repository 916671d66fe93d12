package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.admin.BanControl.Ban;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/bans}: GET lists, POST bans, DELETE lifts.
 *
 * <p>A ban names one of {@link BanControl#KINDS}, and may have {@code for}, how long, {@code reason}, and {@code pace}, how many
 * connections to end in a second: <code>{"clientId": "pump-7", "for": "1h"}</code>. A DELETE names the same in its query.
 */
final class BanApi {

    private static final String FOR = "for";
    private static final String REASON = "reason";
    private static final String PACE = "pace";
    private static final int LONGEST_REASON = 256;
    private static final List<String> KNOWN = Stream.concat(BanControl.KINDS.stream(), Stream.of(FOR, REASON, PACE))
            .toList();

    private final BanControl control;
    private final IntSupplier usualPace;
    private final InstantSource clock;

    BanApi(BanControl control, IntSupplier usualPace, InstantSource clock) {
        this.control = control;
        this.usualPace = usualPace;
        this.clock = clock;
    }

    AdminAnswer list(Request request) {
        List<Ban> bans = control.list();
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, text(bans) + warning())
                : AdminAnswer.json(new JsonObject()
                        .with("bans", bans.stream().map(BanApi::json).toList())
                        .with("unwritten", control.unwritten()));
    }

    private String warning() {
        @Nullable String problem = control.unwritten();
        return problem == null ? "" : "The file of bans has others, and is not written: " + problem + "\n";
    }

    CompletionStage<AdminAnswer> ban(Request request) {
        try {
            Map<String, String> texts = QueryTexts.ofBody(request.body(), KNOWN);
            String kind = kind(texts);
            @Nullable Instant until = until(texts.get(FOR));
            @Nullable String reason = reason(texts.get(REASON));
            int pace = Pace.orUsual(texts.get(PACE), usualPace);
            return Later.answer(
                    control.ban(kind, texts.getOrDefault(kind, ""), until, reason, pace),
                    ending -> banned(request, ending, until));
        } catch (ApiException e) {
            return Later.refused(e);
        } catch (IllegalArgumentException e) {
            return Later.refused(ApiException.badRequest(String.valueOf(e.getMessage())));
        } catch (ClientControl.BusyException e) {
            return Later.refused(ApiException.conflict(
                    "the ban is in force; connections that are open do not end by it now: " + e.getMessage()));
        }
    }

    AdminAnswer lift(Request request) {
        try {
            Map<String, String> texts = QueryTexts.ofQuery(request.query(), BanControl.KINDS);
            String kind = kind(texts);
            boolean lifted = control.lift(kind, texts.getOrDefault(kind, ""));
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, lifted ? "lifted\n" : "there is no such ban\n")
                    : AdminAnswer.json(new JsonObject().with("lifted", lifted));
        } catch (ApiException e) {
            return e.answer();
        } catch (IllegalArgumentException e) {
            return ApiException.badRequest(String.valueOf(e.getMessage())).answer();
        }
    }

    private static AdminAnswer banned(Request request, int ending, @Nullable Instant until) {
        String end = until == null ? "until it is lifted" : "until " + until;
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, "banned " + end + "; " + ending + " connections end\n")
                : AdminAnswer.json(new JsonObject()
                        .with("banned", true)
                        .with("until", until == null ? null : until.toString())
                        .with("ending", ending));
    }

    private static String kind(Map<String, String> texts) throws ApiException {
        List<String> named =
                BanControl.KINDS.stream().filter(texts::containsKey).toList();
        if (named.size() != 1 || texts.getOrDefault(named.get(0), "").isEmpty()) {
            throw ApiException.badRequest(
                    "nobody is named (expected: one of " + String.join(", ", BanControl.KINDS) + ", and not empty)");
        }
        return named.get(0);
    }

    private @Nullable Instant until(@Nullable String span) throws ApiException {
        if (span == null) {
            return null;
        }
        @Nullable Duration duration = Span.parse(span);
        if (duration == null) {
            throw ApiException.badRequest(FOR + ": " + span + " (expected: " + Span.EXPECTED + ")");
        }
        return clock.instant().plus(duration);
    }

    private static @Nullable String reason(@Nullable String text) throws ApiException {
        if (text != null && text.length() > LONGEST_REASON) {
            throw ApiException.badRequest(
                    REASON + ": " + text.length() + " characters (expected: at most " + LONGEST_REASON + ")");
        }
        return text;
    }

    private static JsonObject json(Ban ban) {
        return new JsonObject()
                .with("kind", ban.kind())
                .with("value", ban.value())
                .with("since", ban.since().toString())
                .with("until", ban.until() == null ? null : ban.until().toString())
                .with(REASON, ban.reason());
    }

    private static String text(List<Ban> bans) {
        TextTable table = new TextTable("KIND", "VALUE", "SINCE", "UNTIL", "REASON");
        for (Ban ban : bans) {
            table.row(
                    ban.kind(),
                    JsonText.quote(ban.value()),
                    ban.since().toString(),
                    ban.until() == null ? "lifted" : ban.until().toString(),
                    ban.reason() == null ? "-" : JsonText.quote(ban.reason()));
        }
        return table.toString();
    }
}
