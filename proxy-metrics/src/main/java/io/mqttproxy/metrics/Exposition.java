package io.mqttproxy.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of a scrape. */
public enum Exposition {
    /** Prometheus' text format 0.0.4: what a browser or {@code curl} gets. */
    PROMETHEUS_TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0: what Prometheus itself asks for. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the response's header Content-Type. */
    public String contentType() {
        return contentType;
    }

    /**
     * The format for a request: OpenMetrics when it is named and nothing plain is wanted more, otherwise the text
     * format, whatever is asked for. A malformed header is no reason to refuse a scrape.
     *
     * @param accept the header Accept (RFC 9110 section 12.5.1), or null when the request has none
     */
    public static Exposition forAccept(@Nullable String accept) {
        double open = 0;
        double plain = 0;
        for (String range :
                accept == null ? new String[0] : accept.toLowerCase(Locale.ROOT).split(",", 32)) {
            String[] parts = range.split(";", 16);
            switch (parts[0].strip()) {
                case "application/openmetrics-text" -> open = Math.max(open, quality(parts));
                case "text/plain" -> plain = Math.max(plain, quality(parts));
                default -> {
                    // Other formats and wildcards leave the choice to us.
                }
            }
        }
        return open > 0 && open >= plain ? OPENMETRICS : PROMETHEUS_TEXT;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                return number(parameter.substring(2));
            }
        }
        return 1;
    }

    /** A quality of RFC 9110 section 12.4.2, 0 to 1 with at most three decimals; 0 for anything else. */
    private static double number(String text) {
        return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
