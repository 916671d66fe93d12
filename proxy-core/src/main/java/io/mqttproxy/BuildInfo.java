package io.mqttproxy;

import io.mqttproxy.tls.TlsEngine;
import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What a bug report needs to say about the program and what it runs on. */
final class BuildInfo {

    private BuildInfo() {}

    /** Names and versions, the program's own first. */
    static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("mqtt-tls-proxy", ownVersion());
        versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        versions.put("netty", nettyVersion());
        versions.put("tls", TlsEngine.best().describe());
        versions.put("transport", Transport.EPOLL.unavailability() == null ? "epoll" : "nio");
        return versions;
    }

    /** The same for the labels of a metric, without what identifies a machine. */
    static Map<String, String> labels() {
        return Map.of(
                "version", ownVersion(),
                "java", Runtime.version().toString(),
                "netty", nettyVersion(),
                "tls", TlsEngine.best().describe());
    }

    /** When this program was made; the same for everybody who makes it from the same source. */
    static Instant built() {
        return Instant.parse(property("built"));
    }

    private static String ownVersion() {
        return property("version");
    }

    private static String property(String name) {
        try (@Nullable InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty(name, "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String nettyVersion() {
        @Nullable Version handler = Version.identify().get("netty-handler");
        return handler == null ? "unknown" : handler.artifactVersion();
    }
}
