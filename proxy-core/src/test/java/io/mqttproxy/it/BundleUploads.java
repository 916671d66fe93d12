package io.mqttproxy.it;

import io.mqttproxy.admin.JsonTree;
import io.mqttproxy.testsupport.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What operators send to {@code /api/v1/bundles}. */
final class BundleUploads {

    static final String TOKEN = "t0ken";

    private BundleUploads() {}

    /** The body for a certificate with its key. */
    static Map<String, Object> of(TestCertificate certificate) {
        return of(certificate.certFile(), certificate.keyFile());
    }

    static Map<String, Object> of(Path certificate, Path key) {
        try {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("certificate", Files.readString(certificate));
            body.put("key", Files.readString(key));
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with server names. */
    static Map<String, Object> of(TestCertificate certificate, String... sni) {
        Map<String, Object> body = of(certificate);
        body.put("sni", List.of(sni));
        return body;
    }

    static HttpResponse<String> put(ProxyUnderTest proxy, String name, Map<String, Object> body) {
        return proxy.post("/api/v1/bundles/" + name, TOKEN, JsonTree.write(body));
    }

    static HttpResponse<String> delete(ProxyUnderTest proxy, String name) {
        return proxy.delete("/api/v1/bundles/" + name, TOKEN);
    }
}
