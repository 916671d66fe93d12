package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.TracesConfig;
import io.mqttproxy.tls.ToolTls;
import io.mqttproxy.trace.Collector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads what it takes to talk to a collector of traces. */
final class CollectorAccess {

    private CollectorAccess() {}

    /** Blocks on files. What cannot be used goes to the problems; null without traces. */
    static @Nullable Collector read(ProxyConfig config, List<Problem> problems) {
        @Nullable TracesConfig traces = config.logging().traces();
        if (traces == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        traces.headers().forEach((name, secret) -> {
            try {
                headers.put(name, value(secret));
            } catch (IOException e) {
                problems.add(new Problem(
                        config.places().of("logging.traces.headers." + name), String.valueOf(e.getMessage())));
            }
        });
        try {
            return new Collector(traces.endpoint(), headers, tls(traces.caFile()), traces.timeout());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private static @Nullable SSLContext tls(@Nullable FileRef caFile) throws ConfigException {
        return caFile == null ? null : ToolTls.trusting(caFile).context();
    }

    /** RFC 9110, section 5.5; never shown. */
    private static String value(Secret secret) throws IOException {
        String value = new String(secret.read(), StandardCharsets.ISO_8859_1);
        boolean fits = value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                && value.strip().equals(value);
        if (!fits) {
            throw new IOException(Secret.HIDDEN + " (expected: visible ASCII, spaces only in between)");
        }
        return value;
    }
}
