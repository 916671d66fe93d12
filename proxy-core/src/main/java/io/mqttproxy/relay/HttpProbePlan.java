package io.mqttproxy.relay;

import io.mqttproxy.routing.Backend;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What an HTTP probe asks for. Immutable; never shows the password. */
public final class HttpProbePlan {

    private final int port;
    private final String path;
    private final @Nullable String authorization;
    private final IntPredicate well;

    /**
     * @param path with a slash in front
     * @param authorization the value of that header field (RFC 9110 section 11.6.2); null = none
     * @param well which status codes a broker has that is well
     */
    public HttpProbePlan(int port, String path, @Nullable String authorization, IntPredicate well) {
        this.port = port;
        this.path = path;
        this.authorization = authorization;
        this.well = well;
    }

    int port() {
        return port;
    }

    boolean isWell(int status) {
        return well.test(status);
    }

    /** A request without body, which holds no memory that had to be released. */
    FullHttpRequest request(Backend backend) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
        String host = backend.host().indexOf(':') < 0 ? backend.host() : "[" + backend.host() + "]";
        request.headers()
                .set(HttpHeaderNames.HOST, host + ":" + port)
                .set(HttpHeaderNames.USER_AGENT, "mqtt-tls-proxy")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (authorization != null) {
            request.headers().set(HttpHeaderNames.AUTHORIZATION, authorization);
        }
        return request;
    }

    @Override
    public String toString() {
        return "HttpProbePlan[port " + port + ", " + path + "]";
    }
}
