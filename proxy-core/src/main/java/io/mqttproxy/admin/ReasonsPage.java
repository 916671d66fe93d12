package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /close-reasons}: what each reason means and what to look at, out of the documentation that is part of the program.
 * An operator in the middle of an incident may have no other network than this one.
 */
final class ReasonsPage {

    private static final String FILE = "close-reasons.md";

    /** A row of the table: the reason, what happened, what to look at. */
    private static final Pattern ROW =
            Pattern.compile("^\\| <a id=\"([a-z_]+)\"></a>`[a-z_]+` \\| (.*) \\| (.*?) ?\\|$", Pattern.MULTILINE);

    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern EMPHASIS = Pattern.compile("\\*([^*]+)\\*");

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>What the end of a connection means</title>
            </head>
            <body>
            <h1>What the end of a connection means</h1>
            <dl>
            """;

    private static final String TAIL = """
            </dl>
            </body>
            </html>
            """;

    private final AdminAnswer page;

    /** Reads it from the class path; blocks. */
    ReasonsPage() {
        StringBuilder html = new StringBuilder(HEAD);
        Matcher row = ROW.matcher(Resource.text(FILE));
        while (row.find()) {
            html.append("<dt id=\"")
                    .append(row.group(1))
                    .append("\"><strong>")
                    .append(row.group(1))
                    .append("</strong></dt>\n<dd>")
                    .append(html(row.group(2)));
            if (!row.group(3).isBlank()) {
                html.append("<br>Look at: ").append(html(row.group(3)));
            }
            html.append("</dd>\n");
        }
        html.append(TAIL);
        page = new AdminAnswer(
                HttpResponseStatus.OK,
                "text/html; charset=utf-8",
                html.toString(),
                Map.of("content-security-policy", "default-src 'none'; frame-ancestors 'none'"));
    }

    AdminAnswer page() {
        return page;
    }

    /** What little Markdown the table has. */
    private static String html(String markdown) {
        String text = markdown.replace("&", "&amp;").replace("<", "&lt;");
        text = LINK.matcher(text).replaceAll("$1");
        text = CODE.matcher(text).replaceAll("<code>$1</code>");
        return EMPHASIS.matcher(text).replaceAll("<em>$1</em>");
    }
}
